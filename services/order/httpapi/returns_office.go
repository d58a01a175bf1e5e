package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/order"
)

// AfterSales is what the back office's calls need of the after-sale desk.
type AfterSales interface {
	List(ctx context.Context, q order.ReturnQuery) ([]order.Return, int64, error)
	Find(ctx context.Context, id int64) (order.Return, []order.Return, *order.Order, error)
	Approve(ctx context.Context, id int64, a order.Approval, by order.By) (order.Return, error)
	Reject(ctx context.Context, id int64, reason string, by order.By) (order.Return, error)
	Receive(ctx context.Context, id int64, all bool, restock []order.Restock, by order.By) (order.Return, error)
	Refund(ctx context.Context, id int64, by order.By) (order.Return, error)
	RefundOrder(ctx context.Context, sn string, w order.RefundWish, by order.By) (order.Return, error)
	Picture(ctx context.Context, id int64, n int) ([]byte, error)
}

var _ AfterSales = (*order.AfterSaleDesk)(nil)

type afterSales struct {
	desk   AfterSales
	decode *server.Decoder
}

// ReturnRoutes adds the back office's calls of the after-sale desk.
func ReturnRoutes(r gin.IRouter, desk AfterSales, edge *server.Edge, decode *server.Decoder) {
	a := afterSales{desk, decode}
	read := func(path string, h server.Handler) { r.GET(path, edge.JSON(staff.Guard(adminapi.OrderRead, h))) }
	write := func(path string, h server.Handler) {
		r.POST(path, edge.JSON(staff.Guard(adminapi.OrderReturn, h)))
	}
	one := orderapi.PathOfficeReturns + "/:id"
	read(orderapi.PathOfficeReturns, a.list)
	read(one, a.find)
	read(one+orderapi.PartPictures, a.picture)
	write(one+orderapi.PartApprove, a.approve)
	write(one+orderapi.PartReject, a.reject)
	write(one+orderapi.PartReceive, a.receive)
	write(one+orderapi.PartRefund, a.refund)
	write(orderapi.PathOfficeRefunds, a.refundOrder)
}

func (a afterSales) list(c *gin.Context) error {
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	q, err := order.AskedReturns(order.ReturnFilter{
		State: c.Query("state"), OrderSn: c.Query("orderSn"), Member: c.Query("member"), From: c.Query("from"), To: c.Query("to"),
	})
	if err != nil {
		return err
	}
	q.Page = page
	found, total, err := a.desk.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	return ok(c, paging.Show(found, total, page, officeReturn))
}

func (a afterSales) find(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	found, _, _, err := a.desk.Find(c.Request.Context(), id)
	if err != nil {
		return err
	}
	return ok(c, officeReturn(found))
}

// picture answers one of the pictures that a member sent in.
func (a afterSales) picture(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return order.ErrReturnNotFound
	}
	data, err := a.desk.Picture(c.Request.Context(), id, n)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "private, max-age=3600")
	c.Header("X-Content-Type-Options", "nosniff")
	c.Data(http.StatusOK, "image/jpeg", data)
	return nil
}

// act does something with the return that the address names.
func act(c *gin.Context, do func(ctx context.Context, id int64, by order.By) (order.Return, error)) error {
	by, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	r, err := do(c.Request.Context(), id, by)
	if err != nil {
		return err
	}
	return ok(c, officeReturn(r))
}

func (a afterSales) approve(c *gin.Context) error {
	in := orderapi.ApproveReturn{}
	if c.Request.ContentLength != 0 {
		if err := a.decode.JSON(c, &in); err != nil {
			return err
		}
	}
	return act(c, func(ctx context.Context, id int64, by order.By) (order.Return, error) {
		return a.desk.Approve(ctx, id, order.Approval{Items: pieces(in.Items), Amount: in.Amount, OnlyRefund: in.OnlyRefund, Note: in.Note}, by)
	})
}

func pieces(lines []orderapi.ReturnLine) []order.ReturnItem {
	var items []order.ReturnItem
	for _, l := range lines {
		items = append(items, order.ReturnItem{SkuID: l.SkuID, Count: l.Count})
	}
	return items
}

func (a afterSales) reject(c *gin.Context) error {
	var in orderapi.RejectReturn
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	return act(c, func(ctx context.Context, id int64, by order.By) (order.Return, error) {
		return a.desk.Reject(ctx, id, in.Reason, by)
	})
}

func (a afterSales) receive(c *gin.Context) error {
	var in orderapi.ReceiveReturn
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	all, lines, err := restocked(in.Restock)
	if err != nil {
		return err
	}
	return act(c, func(ctx context.Context, id int64, by order.By) (order.Return, error) {
		return a.desk.Receive(ctx, id, all, lines, by)
	})
}

// restocked reads what goes back on the shelf: all of it, nothing, or what a list says.
func restocked(raw json.RawMessage) (all bool, lines []order.Restock, err error) {
	switch string(bytes.TrimSpace(raw)) {
	case "true":
		return true, nil, nil
	case "", "false", "null":
		return false, nil, nil
	}
	var list []orderapi.RestockLine
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil {
		return false, nil, apperr.ErrInvalid.WithField("restock", "invalid").Wrap(err)
	}
	for _, l := range list {
		lines = append(lines, order.Restock{SkuID: l.SkuID, WareID: l.WareID, Count: l.Count})
	}
	return false, lines, nil
}

func (a afterSales) refund(c *gin.Context) error { return act(c, a.desk.Refund) }

func (a afterSales) refundOrder(c *gin.Context) error {
	by, err := staff.By(c)
	if err != nil {
		return err
	}
	var in orderapi.NewRefund
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	r, err := a.desk.RefundOrder(c.Request.Context(), c.Param("sn"), order.RefundWish{
		Items: pieces(in.Items), Amount: in.Amount, Reason: in.Reason, Restock: in.Restock, Seen: in.Status, Key: in.Key,
	}, by)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, officeReturn(r))
	return nil
}

// officeReturn is a return as staff see it.
func officeReturn(r order.Return) orderapi.OfficeReturn {
	body := orderapi.OfficeReturn{
		ID: r.ID, OrderSn: r.OrderSn, MemberID: r.MemberID, Username: r.Username, Status: r.Status.Name(), OnlyRefund: r.OnlyRefund,
		Items: make([]orderapi.OfficeReturnItem, len(r.Items)), Reason: r.Reason, Note: r.Note, Amount: r.Amount, Freight: r.Freight,
		Pictures: len(r.Pictures), CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy, HandledAt: moment(r.HandledAt), HandledBy: r.HandledBy,
		HandleNote: r.HandleNote, ReceivedAt: moment(r.ReceivedAt), Restock: make([]orderapi.RestockLine, len(r.Restock)), RefundSn: r.RefundSn,
		AgreedAt: moment(r.AgreedAt), DoneAt: moment(r.DoneAt), CancelledAt: moment(r.CancelledAt),
	}
	for i, item := range r.Items {
		body.Items[i] = orderapi.OfficeReturnItem{
			SkuID: item.SkuID, Title: item.Title, Count: item.Count, Amount: item.Amount, Points: item.Points,
			GiftPoints: item.GiftPoints, GiftGrowth: item.GiftGrowth,
		}
	}
	for i, p := range r.Restock {
		body.Restock[i] = orderapi.RestockLine{SkuID: p.SkuID, Count: p.Count, WareID: p.WareID}
	}
	return body
}
