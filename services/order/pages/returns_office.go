package pages

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/services/order"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// AfterSales is what the pages of the after-sale desk need of it.
type AfterSales interface {
	List(ctx context.Context, q order.ReturnQuery) ([]order.Return, int64, error)
	Counts(ctx context.Context) (map[order.ReturnStatus]int64, error)
	Find(ctx context.Context, id int64) (order.Return, []order.Return, *order.Order, error)
	Of(ctx context.Context, sn string) (*order.Order, []order.Return, error)
	Approve(ctx context.Context, id int64, a order.Approval, by order.By) (order.Return, error)
	Reject(ctx context.Context, id int64, reason string, by order.By) (order.Return, error)
	Receive(ctx context.Context, id int64, all bool, restock []order.Restock, by order.By) (order.Return, error)
	Refund(ctx context.Context, id int64, by order.By) (order.Return, error)
	Houses(ctx context.Context) []wareapi.Warehouse
	RefundOrder(ctx context.Context, sn string, w order.RefundWish, by order.By) (order.Return, error)
}

var _ AfterSales = (*order.AfterSaleDesk)(nil)

// ReturnRoutes adds the pages of the after-sale desk, each by the permission that the same call of the API asks for.
func ReturnRoutes(r gin.IRouter, uc AfterSales, f *frame.Office, now func() time.Time) {
	a := afterSales{uc, f, now}
	r.GET("/order/returns.html", f.Page(adminapi.OrderRead, a.list))
	r.GET("/order/returns.csv", f.Page(adminapi.OrderRead, a.csv))
	r.GET("/order/return.html", f.Page(adminapi.OrderRead, a.one))
	r.POST("/order/return.html", f.Page(adminapi.OrderReturn, a.act))
	r.GET("/order/refund.html", f.Page(adminapi.OrderReturn, a.refundPage))
	r.POST("/order/refund.html", f.Page(adminapi.OrderReturn, a.refund))
}

type afterSales struct {
	uc    AfterSales
	frame *frame.Office
	now   func() time.Time
}

func returnURL(id int64) string { return "/order/return.html?id=" + strconv.FormatInt(id, 10) }

func returnColumns() []frame.Column {
	return []frame.Column{
		{Key: "applied", Sorts: true}, {Key: "return"}, {Key: "order_sn"}, {Key: "buyer"}, {Key: "goods"}, {Key: "refund_amount", Numbers: true}, {Key: "return_state"},
	}
}

// askedReturns reads the filters out of the address.
func askedReturns(c *gin.Context) (order.ReturnQuery, error) {
	q, err := order.AskedReturns(order.ReturnFilter{
		State: c.Query("state"), OrderSn: c.Query("orderSn"), Member: c.Query("member"), From: c.Query("from"), To: c.Query("to"),
	})
	_, down := frame.Sorting(c, returnColumns(), "-applied")
	q.Oldest, q.Page = !down, frame.Sheet(c)
	return q, err
}

func (a afterSales) list(c *gin.Context) error {
	words := a.frame.Words(c)
	key, down := frame.Sorting(c, returnColumns(), "-applied")
	shown := page.AfterSales{
		AdminBase: a.frame.Base(c, words.T("admin.page.returns"), "returns"), State: c.Query("state"), OrderSn: c.Query("orderSn"), Member: c.Query("member"),
		From: c.Query("from"), To: c.Query("to"), Heads: frame.Heads(c, returnColumns(), key, down), CSV: frame.File(c),
	}
	shown.Filtered = shown.OrderSn+shown.Member+shown.From+shown.To != ""
	counts, err := a.uc.Counts(c.Request.Context())
	if err != nil {
		return err
	}
	shown.Tabs = returnTabs(c, words, counts)
	q, err := askedReturns(c)
	if err != nil {
		if !frame.Expected(err) {
			return err
		}
		shown.Errors, shown.Filtered = a.frame.Wrong(c, err), true
		return a.frame.Show(c, http.StatusUnprocessableEntity, "adminreturns", shown)
	}
	found, total, err := a.uc.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	shown.Pager = frame.Pager(c, q.Page, total)
	for _, r := range found {
		shown.Rows = append(shown.Rows, returnRow(words, r))
	}
	return a.frame.Show(c, http.StatusOK, "adminreturns", shown)
}

// returnTabs are the states that returns stand in, with how many do; the other filters stay.
func returnTabs(c *gin.Context, words order.Words, counts map[order.ReturnStatus]int64) []page.Tab {
	tab := func(state, label string, n int64) page.Tab {
		query := url.Values{}
		for _, name := range []string{"orderSn", "member", "from", "to", "sort"} {
			if v := c.Query(name); v != "" {
				query.Set(name, v)
			}
		}
		if state != "" {
			query.Set("state", state)
		}
		address, count := "/order/returns.html", int(n)
		if len(query) > 0 {
			address += "?" + query.Encode()
		}
		return page.Tab{Label: label, URL: address, Selected: c.Query("state") == state, Count: &count}
	}
	var all int64
	tabs := []page.Tab{{}}
	for _, s := range order.ReturnStatuses() {
		all += counts[s]
		tabs = append(tabs, tab(s.Name(), words.T("aftersales.state."+s.Name()), counts[s]))
	}
	tabs[0] = tab("", words.T("aftersales.all"), all)
	return tabs
}

func returnRow(words order.Words, r order.Return) page.AfterSaleRow {
	row := page.AfterSaleRow{
		ID: r.ID, OrderSn: r.OrderSn, State: r.Status.Name(), MemberID: r.MemberID, Username: r.Username, Amount: r.Amount, OnlyRefund: r.OnlyRefund,
		Reason: order.ReturnReason(words, r.Reason), By: r.CreatedBy, CreatedAt: r.CreatedAt,
	}
	for _, item := range r.Items {
		row.Goods = append(row.Goods, page.AfterSaleLine{
			SkuID: item.SkuID, Title: item.Title, Count: item.Count, Amount: item.Amount, Points: item.Points, GiftPoints: item.GiftPoints, GiftGrowth: item.GiftGrowth,
		})
	}
	return row
}

// csv is the list with its filters and its order, all pages of it.
func (a afterSales) csv(c *gin.Context) error {
	q, err := askedReturns(c)
	if err != nil {
		return err
	}
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := a.uc.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := a.frame.Words(c), make([][]string, len(found))
	for i, r := range found {
		var goods []string
		for _, item := range r.Items {
			goods = append(goods, item.Title+" × "+strconv.FormatInt(item.Count, 10))
		}
		lines[i] = []string{
			strconv.FormatInt(r.ID, 10), r.OrderSn, words.T("aftersales.state." + r.Status.Name()), r.Username, strings.Join(goods, "; "), r.Amount.String(),
			order.ReturnReason(words, r.Reason), localTime(r.CreatedAt), localTime(r.HandledAt), localTime(r.ReceivedAt), localTime(r.DoneAt), r.RefundSn,
		}
	}
	head := []string{
		words.T("admin.column.return"), words.T("admin.column.order_sn"), words.T("admin.column.return_state"), words.T("admin.column.buyer"), words.T("admin.column.goods"),
		words.T("admin.column.refund_amount"), words.T("admin.field.reason"), words.T("admin.column.applied"), words.T("aftersales.handled_at"), words.T("aftersales.received_at"),
		words.T("aftersales.done_at"), words.T("aftersales.refund_sn"),
	}
	return frame.SendCSV(c, "returns", head, lines)
}
