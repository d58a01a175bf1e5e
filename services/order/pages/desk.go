package pages

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/i18n"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/shopday"
	"gulimall/services/order"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Desk is what the back office's pages need of the orders desk.
type Desk interface {
	Search(ctx context.Context, q order.Search) ([]*order.Order, int64, error)
	Look(ctx context.Context, sn string) (*order.Order, error)
	Behind(ctx context.Context, o *order.Order) (order.Technical, error)
	Ship(ctx context.Context, s order.Shipment) (*order.Order, error)
	Judge(ctx context.Context, all []order.Shipment) ([]order.Leaving, error)
	ShipAll(ctx context.Context, all []order.Shipment) ([]order.Leaving, error)
	Close(ctx context.Context, sn, reason string, by adminapi.By) (*order.Order, error)
	Note(ctx context.Context, n order.StaffNote) (*order.Order, error)
	ChangePrice(ctx context.Context, w order.PriceWish) (*order.Order, error)
}

var _ Desk = (*order.Desk)(nil)

// DeskRoutes adds the pages of the orders desk, each by the permission that the same call of the API asks for.
func DeskRoutes(r gin.IRouter, uc Desk, f *frame.Office, words *i18n.Catalogue) {
	d := desk{uc, f, words}
	r.GET("/order/orders.html", f.Page(adminapi.OrderRead, d.orders))
	r.GET("/order/orders.csv", f.Page(adminapi.OrderRead, d.ordersCSV))
	r.GET("/order/order.html", f.Page(adminapi.OrderRead, d.order))
	r.POST("/order/order/ship", f.Page(adminapi.OrderShip, d.shipOne))
	r.POST("/order/order/close", f.Page(adminapi.OrderWrite, d.close))
	r.POST("/order/order/note", f.Page(adminapi.OrderWrite, d.note))
	r.GET("/order/price.html", f.Page(adminapi.OrderWrite, d.pricePage))
	r.POST("/order/price.html", f.Page(adminapi.OrderWrite, d.price))
	r.GET("/order/ship.html", f.Page(adminapi.OrderShip, d.ship))
	r.GET("/order/ship.csv", f.Page(adminapi.OrderShip, d.shipCSV))
	r.POST("/order/ship/upload", f.Upload(adminapi.OrderShip, server.MaxBody, d.upload))
	r.POST("/order/ship/confirm", f.Page(adminapi.OrderShip, d.confirm))
}

type desk struct {
	uc    Desk
	frame *frame.Office
	words *i18n.Catalogue // of all languages: the heads of files may be in any
}

// searchColumns are the columns of the list; it is sorted by what order.ReadSearch knows.
func searchColumns() []frame.Column {
	return []frame.Column{
		{Key: "created", Sorts: true},
		{Key: "order_sn"},
		{Key: "order_state"},
		{Key: "buyer"},
		{Key: "goods"},
		{Key: "amount", Sorts: true, Numbers: true},
		{Key: "paid", Sorts: true},
	}
}

// asked reads the search out of the address; people write amounts in yuan.
func asked(c *gin.Context) (order.Search, error) {
	refused := apperr.ErrInvalid
	q, err := order.ReadSearch(func(name string) string {
		text := strings.TrimSpace(c.Query(name))
		if text == "" || name != "amountFrom" && name != "amountTo" {
			return text
		}
		amount, err := money.ReadYuan(text)
		if err != nil {
			refused = refused.WithField(name, "invalid")
			return ""
		}
		return strconv.FormatInt(int64(amount), 10)
	})
	if err == nil && len(refused.Fields) > 0 {
		err = refused
	}
	q.Page = frame.Sheet(c)
	return q, err
}

// searchTyped is the form of a search as it was typed.
func searchTyped(c *gin.Context) page.SalesSearch {
	return page.SalesSearch{
		OrderSn: c.Query("orderSn"), Member: c.Query("member"), Phone: c.Query("phone"), Receiver: c.Query("receiver"),
		CreatedFrom: c.Query("createdFrom"), CreatedTo: c.Query("createdTo"), PaidFrom: c.Query("paidFrom"), PaidTo: c.Query("paidTo"),
		SkuID: c.Query("skuId"), TrackingNo: c.Query("trackingNo"), TradeNo: c.Query("tradeNo"), CouponID: c.Query("couponId"),
		AmountFrom: c.Query("amountFrom"), AmountTo: c.Query("amountTo"),
	}
}

func (d desk) orders(c *gin.Context) error {
	words := d.frame.Words(c)
	key, down := frame.Sorting(c, searchColumns(), "-created")
	shown := page.SalesOrders{
		AdminBase: d.frame.Base(c, words.T("admin.page.orders"), "orders"), Heads: frame.Heads(c, searchColumns(), key, down), CSV: frame.File(c),
		Form: searchTyped(c),
	}
	form := shown.Form
	shown.More = form.PaidFrom+form.PaidTo+form.SkuID+form.TrackingNo+form.TradeNo+form.CouponID+form.AmountFrom+form.AmountTo != ""
	for _, s := range order.Statuses() {
		name := string(s.Name())
		shown.Statuses = append(shown.Statuses, page.Option{Value: name, Label: words.T("sales.state." + name), Selected: name == c.Query("status")})
	}
	q, err := asked(c)
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		shown.Errors, shown.Filtered, shown.More = d.frame.Wrong(c, err), true, true
		return d.frame.Show(c, http.StatusUnprocessableEntity, "adminorders", shown)
	}
	found, total, err := d.uc.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	shown.Filtered, shown.Pager = q.Narrow(), frame.Pager(c, q.Page, total)
	for _, o := range found {
		shown.Rows = append(shown.Rows, salesRow(o))
	}
	return d.frame.Show(c, http.StatusOK, "adminorders", shown)
}

func salesRow(o *order.Order) page.SalesRow {
	row := page.SalesRow{
		Sn: o.Sn, State: string(o.Status.Name()), MemberID: o.MemberID, Username: o.Username, Receiver: o.Address.Name, Phone: o.Address.Phone,
		Address: address(o.Address, false).Line(), Pay: o.Amounts.Pay, CreatedAt: o.CreatedAt, PaidAt: o.PaidAt, Note: o.Note,
	}
	for _, l := range o.Lines {
		row.Goods = append(row.Goods, page.SalesGoods{SkuID: l.SkuID, Title: l.Title, Attrs: l.Attrs, Count: l.Count})
	}
	return row
}

// goods are the lines of an order in one field of a file.
func goods(o *order.Order) string {
	var parts []string
	for _, l := range o.Lines {
		parts = append(parts, l.Title+" × "+strconv.FormatInt(l.Count, 10))
	}
	return strings.Join(parts, "; ")
}

// localTime is a moment in a file.
func localTime(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(shopday.Zone()).Format(time.DateTime)
}

// ordersCSV is the list with its filters and its order, all pages of it.
func (d desk) ordersCSV(c *gin.Context) error {
	q, err := asked(c)
	if err != nil {
		return err
	}
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := d.uc.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := d.frame.Words(c), make([][]string, len(found))
	for i, o := range found {
		lines[i] = []string{
			o.Sn, words.T("sales.state." + string(o.Status.Name())), localTime(o.CreatedAt), localTime(o.PaidAt), o.Username, o.Address.Name, o.Address.Phone,
			address(o.Address, false).Line(), goods(o), o.Amounts.Goods.String(), o.Amounts.Freight.String(), o.Amounts.Pay.String(), o.TradeNo, o.Company, o.TrackingNo,
		}
	}
	var head []string
	for _, key := range []string{
		"order_sn", "order_state", "created", "paid", "buyer", "receiver", "receiver_phone", "receiver_address", "goods", "goods_amount", "freight_amount", "amount",
		"trade_no", "company", "tracking_no",
	} {
		head = append(head, words.T("admin.column."+key))
	}
	return frame.SendCSV(c, "orders", head, lines)
}

// orderURL is the page of an order.
func orderURL(sn string) string { return "/order/order.html?orderSn=" + url.QueryEscape(sn) }
