package pages

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func exceptionColumns() []frame.Column {
	return []frame.Column{
		{Key: "pay_kind"},
		{Key: "order_sn"},
		{Key: "trade_no"},
		{Key: "pay_amount", Sorts: true, Numbers: true},
		{Key: "pay_created", Sorts: true},
		{Key: "pay_state"},
		{Key: "pay_done"},
	}
}

func exceptionsAsked(c *gin.Context) (payment.ExceptionQuery, error) {
	from, to, err := days(c)
	state := payment.ExceptionState(c.Query("state"))
	if !state.Known() {
		state = ""
	}
	return payment.ExceptionQuery{
		State: state, Kind: c.Query("kind"), OrderSn: strings.TrimSpace(c.Query("orderSn")), TradeNo: strings.TrimSpace(c.Query("tradeNo")),
		From: from, To: to, Sort: sorted(c, exceptionColumns()), Page: frame.Sheet(c),
	}, err
}

func exception(e payment.Exception) page.PayException {
	return page.PayException{
		ID: e.ID, OrderSn: e.OrderSn, TradeNo: e.TradeNo, RefundSn: e.RefundSn, Kind: e.Kind, Amount: e.Amount, State: string(e.State), Note: e.Note,
		By: e.ResolvedBy, CreatedAt: e.CreatedAt, At: e.ResolvedAt,
	}
}

func (o office) exceptions(c *gin.Context) error {
	q, err := exceptionsAsked(c)
	if err != nil {
		return err
	}
	found, total, err := o.desk.Exceptions(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words := o.frame.Words(c)
	shown := page.PayExceptions{
		AdminBase: o.frame.Base(c, words.T("admin.page.exceptions"), "exceptions"), OrderSn: q.OrderSn, TradeNo: q.TradeNo, State: string(q.State),
		From: c.Query("from"), To: c.Query("to"), Heads: heads(c, exceptionColumns()), Sort: c.Query("sort"), Now: frame.Address(c),
		Kinds: o.frame.Options(c, "money.reason.", q.Kind, payment.ExceptionKinds()...), Filtered: filtered(c, "orderSn", "tradeNo", "kind", "state", "from", "to"),
		Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c), MayWrite: o.frame.May(c, adminapi.PaymentWrite),
		Tabs: []page.Tab{{Label: words.T("admin.any"), URL: frame.Address(c, "state", "", "page", ""), Selected: q.State == ""}},
	}
	for _, state := range payment.ExceptionStates() {
		shown.Tabs = append(shown.Tabs, page.Tab{
			Label: words.T("money.exception." + string(state)), URL: frame.Address(c, "state", string(state), "page", ""), Selected: q.State == state,
		})
	}
	for _, e := range found {
		shown.Exceptions = append(shown.Exceptions, exception(e))
	}
	return o.frame.Show(c, http.StatusOK, "adminexceptions", shown)
}

// exceptionsCSV is the list with its filters and its order, all pages of it.
func (o office) exceptionsCSV(c *gin.Context) error {
	q, err := exceptionsAsked(c)
	if err != nil {
		return err
	}
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := o.desk.Exceptions(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(found))
	for i, e := range found {
		lines[i] = []string{
			words.T("money.reason." + e.Kind), e.OrderSn, e.TradeNo, e.Amount.String(), written(e.CreatedAt), words.T("money.exception." + string(e.State)),
			e.Note, e.ResolvedBy, written(e.ResolvedAt),
		}
	}
	return frame.SendCSV(c, "exceptions", []string{
		words.T("money.kind_head"), words.T("admin.order_sn"), words.T("money.trade"), words.T("money.amount"), words.T("admin.at"), words.T("admin.state"),
		words.T("money.done_about"), words.T("admin.who"), words.T("money.done_at"),
	}, lines)
}

func (o office) exception(c *gin.Context) error {
	e, err := o.desk.Exception(c.Request.Context(), frame.Number(c.Query("id")))
	if err != nil {
		return err
	}
	return o.showException(c, http.StatusOK, e, e.Note, false, page.FormErrors{})
}

func (o office) showException(c *gin.Context, status int, e payment.Exception, typed string, meanwhile bool, wrong page.FormErrors) error {
	shown := page.PayExceptionEdit{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("money.exception_number", "ID", e.ID), "exceptions"), PayException: exception(e), Typed: typed,
		Version: e.Version, Meanwhile: meanwhile, Back: whence(c, "/payment/exceptions.html"),
	}
	shown.Errors = wrong
	return o.frame.Show(c, status, "adminexception", shown)
}

// resolve notes what was done. Where somebody else has noted something meanwhile, the form shows it beside what was typed.
func (o office) resolve(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id := frame.Number(c.Query("id"))
	in := paymentapi.Resolve{Note: strings.TrimSpace(c.PostForm("note")), Version: frame.Number(c.PostForm("version"))}
	if err = o.decode.Check(&in); err == nil {
		_, err = o.desk.Resolve(c.Request.Context(), id, in.Version, in.Note, who)
	}
	if err == nil {
		o.frame.Flash(c, page.FlashSuccess, "money.resolved")
		c.Redirect(http.StatusSeeOther, whence(c, "/payment/exceptions.html"))
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, payment.ErrNoException) {
		return err
	}
	now, findErr := o.desk.Exception(c.Request.Context(), id)
	if findErr != nil {
		return findErr
	}
	return o.showException(c, apperr.From(err).Kind.Status(), now, in.Note, errors.Is(err, payment.ErrEditedMeantime), o.frame.Wrong(c, err))
}
