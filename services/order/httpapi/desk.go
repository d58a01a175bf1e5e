package httpapi

import (
	"context"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/order"
)

// Desk is what the back office's calls need of the orders desk.
type Desk interface {
	Search(ctx context.Context, q order.Search) ([]*order.Order, int64, error)
	Look(ctx context.Context, sn string) (*order.Order, error)
	Behind(ctx context.Context, o *order.Order) (order.Technical, error)
	Ship(ctx context.Context, s order.Shipment) (*order.Order, error)
	ShipAll(ctx context.Context, all []order.Shipment) ([]order.Leaving, error)
	Close(ctx context.Context, sn, reason string, by adminapi.By) (*order.Order, error)
	Note(ctx context.Context, n order.StaffNote) (*order.Order, error)
	ChangePrice(ctx context.Context, w order.PriceWish) (*order.Order, error)
}

var _ Desk = (*order.Desk)(nil)

type desk struct {
	uc     Desk
	decode *server.Decoder
	words  *i18n.Catalogue
}

// DeskRoutes adds the back office's calls about orders.
func DeskRoutes(r gin.IRouter, uc Desk, edge *server.Edge, decode *server.Decoder) {
	d := &desk{uc, decode, edge.Words}
	guarded := func(p adminapi.Permission, h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(p, h)) }
	at := orderapi.PathOfficeOrders + "/:sn"
	r.GET(orderapi.PathOfficeOrders, guarded(adminapi.OrderRead, d.search))
	r.GET(at, guarded(adminapi.OrderRead, d.look))
	r.POST(at+orderapi.PartShip, guarded(adminapi.OrderShip, d.ship))
	r.POST(at+orderapi.PartClose, guarded(adminapi.OrderWrite, d.close))
	r.POST(at+orderapi.PartNotes, guarded(adminapi.OrderWrite, d.note))
	r.POST(at+orderapi.PartPrice, guarded(adminapi.OrderWrite, d.price))
	r.POST(orderapi.PathShipments, guarded(adminapi.OrderShip, d.shipAll))
}

// body is an order as staff see it.
func (d *desk) body(c *gin.Context, o *order.Order) orderapi.OfficeOrder {
	body := orderapi.OfficeOrder{
		Order: orderBody(o, d.words.Words(d.words.Language(c.Request))), Member: orderapi.OrderMember{ID: o.MemberID, Username: o.Username}, Adjusted: o.Adjusted,
	}
	for _, e := range o.Timeline {
		body.Events = append(body.Events, orderapi.StaffEvent{At: e.At, Event: e.Event, By: e.By, Staff: e.Facts.Staff, Text: e.Facts.Text, TraceID: e.TraceID})
	}
	return body
}

// changed answers with an order that something was done to.
func (d *desk) changed(c *gin.Context, o *order.Order, err error) error {
	if err != nil {
		return err
	}
	return ok(c, d.body(c, o))
}

func (d *desk) search(c *gin.Context) error {
	q, err := order.ReadSearch(c.Query)
	if err != nil {
		return err
	}
	if q.Page, err = server.Paging(c); err != nil {
		return err
	}
	found, total, err := d.uc.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	return ok(c, paging.Show(found, total, q.Page, func(o *order.Order) orderapi.OfficeOrder { return d.body(c, o) }))
}

func (d *desk) look(c *gin.Context) error {
	found, err := d.uc.Look(c.Request.Context(), c.Param("sn"))
	if err != nil {
		return err
	}
	behind, err := d.uc.Behind(c.Request.Context(), found)
	if err != nil {
		return err
	}
	body := d.body(c, found)
	body.Technical = &orderapi.Technical{Status: found.Status.Name(), Messages: []orderapi.OrderMessage{}, Payment: behind.Payment, Away: texts(behind.Away)}
	if body.Technical.Reservations = behind.Tasks; behind.Tasks == nil {
		body.Technical.Reservations = []wareapi.Task{}
	}
	for _, m := range behind.Messages {
		body.Technical.Messages = append(body.Technical.Messages, orderapi.OrderMessage(m))
	}
	return ok(c, body)
}

func (d *desk) ship(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in orderapi.Ship
	if err := d.decode.JSON(c, &in); err != nil {
		return err
	}
	after, err := d.uc.Ship(c.Request.Context(), order.Shipment{Sn: c.Param("sn"), Company: in.Company, TrackingNo: in.TrackingNo, By: who})
	return d.changed(c, after, err)
}

func (d *desk) close(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in orderapi.CloseRequest
	if err := d.decode.JSON(c, &in); err != nil {
		return err
	}
	after, err := d.uc.Close(c.Request.Context(), c.Param("sn"), in.Reason, who)
	return d.changed(c, after, err)
}

func (d *desk) note(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in orderapi.StaffNote
	if err := d.decode.JSON(c, &in); err != nil {
		return err
	}
	if in.Key == "" {
		in.Key = uuid.NewString()
	}
	after, err := d.uc.Note(c.Request.Context(), order.StaffNote{Sn: c.Param("sn"), Text: in.Note, Key: in.Key, By: who})
	return d.changed(c, after, err)
}

func (d *desk) price(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in orderapi.PriceChange
	if err := d.decode.JSON(c, &in); err != nil {
		return err
	}
	after, err := d.uc.ChangePrice(c.Request.Context(), order.PriceWish{
		Sn: c.Param("sn"), Reason: in.Reason, Pay: in.PayAmount, Off: in.Discount, Was: in.Was, By: who,
	})
	return d.changed(c, after, err)
}

func (d *desk) shipAll(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in orderapi.Shipments
	if err := d.decode.JSON(c, &in); err != nil {
		return err
	}
	all := make([]order.Shipment, len(in.Items))
	for i, s := range in.Items {
		all[i] = order.Shipment{Sn: s.OrderSn, Company: s.Company, TrackingNo: s.TrackingNo, By: who}
	}
	left, err := d.uc.ShipAll(c.Request.Context(), all)
	if err != nil {
		return err
	}
	body := orderapi.Shipped{Items: make([]orderapi.ShippedLine, len(left))}
	for i, l := range left {
		body.Items[i] = orderapi.ShippedLine{OrderSn: l.Sn, OK: l.Err == nil, Again: l.Again, Code: whyNot(l.Err)}
		if l.Err == nil {
			body.OK++
		} else {
			body.Failed++
		}
	}
	return ok(c, body)
}

// whyNot is the code of a refusal; that of its first field, where it has any.
func whyNot(err error) string {
	if err == nil {
		return ""
	}
	refused := apperr.From(err)
	if len(refused.Fields) > 0 {
		return refused.Fields[0].Code
	}
	return refused.Code
}
