package pages

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/pkg/staff"
	"gulimall/services/order"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// file is a return with all that decisions about it need.
type file struct {
	order.Return
	all    []order.Return
	of     *order.Order
	houses []wareapi.Warehouse // where there is a choice, or something was chosen
}

func (a afterSales) one(c *gin.Context) error {
	f, err := a.open(c)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, f, page.FormErrors{}, nil)
}

// open reads the return that the address names.
func (a afterSales) open(c *gin.Context) (file, error) {
	id := frame.Number(c.Query("id"))
	if id < 1 {
		return file{}, order.ErrReturnNotFound
	}
	r, all, of, err := a.uc.Find(c.Request.Context(), id)
	if err != nil {
		return file{}, err
	}
	f := file{Return: r, all: all, of: of}
	if f.comes() || len(r.Restock) > 0 {
		f.houses = a.uc.Houses(c.Request.Context())
	}
	return f, nil
}

// comes says whether the goods are still to be taken in.
func (f file) comes() bool { return f.Status == order.ReturnApproved && !f.OnlyRefund }

// show draws the return with what was typed into its forms and what was wrong with it, or with the question whether something is meant.
func (a afterSales) show(c *gin.Context, status int, f file, wrong page.FormErrors, asking *page.AfterSaleAsk) error {
	words, may := a.frame.Words(c), a.frame.May(c, adminapi.OrderReturn)
	shown := page.AfterSaleOne{
		AdminBase: a.frame.Base(c, words.T("aftersales.title", "ID", f.ID), "returns"), AfterSaleRow: returnRow(words, f.Return), Steps: returnSteps(words, f.Return),
		Note: f.Note, Freight: f.Freight, HandledBy: f.HandledBy, HandleNote: f.HandleNote, RefundSn: f.RefundSn, OrderState: string(f.of.Status.Name()),
		Paid: f.of.Amounts.Pay, Asked: f.of.RefundAsked, Asking: asking,
		MayApprove: may && f.Status == order.ReturnPending,
		MayReceive: may && f.comes(),
		MayRefund:  may && (f.Status == order.ReturnReceived || f.Status == order.ReturnApproved && f.OnlyRefund),
		Form: page.AfterSaleForm{
			Amount: strings.TrimSpace(c.PostForm("amount")), Note: c.PostForm("note"), Reason: c.PostForm("reason"), OnlyRefund: c.PostForm("onlyRefund") != "",
		},
	}
	shown.Here = returnURL(f.ID)
	shown.Errors = wrong
	for i := range shown.Goods {
		l := &shown.Goods[i]
		l.Most, l.Typed = l.Count, strconv.FormatInt(l.Count, 10)
		if typed, there := c.GetPostForm(countField(l.SkuID)); there {
			l.Typed = typed
		}
		if f.comes() {
			l.Places = places(words, f.houses, c.DefaultPostForm(placeField(l.SkuID), home), false)
		}
	}
	shown.Most = f.most()
	for i := range f.Pictures {
		shown.Pictures = append(shown.Pictures, page.Picture{N: i + 1, URL: fmt.Sprintf("/api/admin/order/returns/%d/pictures/%d", f.ID, i+1)})
	}
	for _, p := range f.Restock {
		shown.Shelved = append(shown.Shelved, shelved(words, f.of, f.houses, p))
	}
	return a.frame.Show(c, status, "adminreturn", shown)
}

// countField is the field of a line's pieces.
func countField(skuID int64) string { return "count-" + strconv.FormatInt(skuID, 10) }

// most is what can be agreed to: what the pieces are worth, and the freight that is left.
func (f file) most() money.Fen {
	whole := f.Return
	if whole.Approve(f.of, f.all, order.Approval{}, f.CreatedAt) != nil {
		return f.Amount
	}
	most := whole.Amount
	_, freight, _ := order.Refundable(f.of, f.all)
	return most + freight
}

// act checks what was typed and asks first, and does it when it is told to. What was done before is not done again.
func (a afterSales) act(c *gin.Context) error {
	by, err := staff.By(c)
	if err != nil {
		return err
	}
	f, err := a.open(c)
	if err != nil {
		return err
	}
	if c.PostForm("step") == "edit" {
		return a.show(c, http.StatusOK, f, page.FormErrors{}, nil)
	}
	ask := &page.AfterSaleAsk{Act: c.PostForm("act")}
	meant, err := a.meant(c, f, ask.Act)
	if err == nil && c.PostForm("step") != "do" {
		ask.Facts, ask.Hidden = meant.facts, typedFields(c)
		return a.show(c, http.StatusOK, f, page.FormErrors{}, ask)
	}
	if err == nil {
		_, err = meant.do(by)
	}
	if err == nil || errors.Is(err, order.ErrReturnState) && f.did(ask.Act, by) { // the same form twice
		a.frame.Flash(c, page.FlashSuccess, "aftersales.did."+ask.Act)
		c.Redirect(http.StatusSeeOther, returnURL(f.ID))
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, order.ErrReturnNotFound) {
		return err
	}
	fresh, again := a.open(c) // somebody else may have been faster: what is true now is shown
	if again != nil {
		return again
	}
	return a.show(c, apperr.From(err).Kind.Status(), fresh, a.frame.Wrong(c, fieldsOf(err)), nil)
}

// step is something that may be done with a return: what it does, and how it is done.
type step struct {
	facts []page.AfterSaleFact
	do    func(by order.By) (order.Return, error)
}

// meant reads what is meant by a form, and tries it on the return as it is known.
func (a afterSales) meant(c *gin.Context, f file, act string) (step, error) {
	ctx, words, would := c.Request.Context(), a.frame.Words(c), f.Return
	switch act {
	case "approve":
		approval, err := approvalTyped(c, f)
		if err == nil {
			err = would.Approve(f.of, f.all, approval, a.now())
		}
		return step{approveFacts(words, would), func(by order.By) (order.Return, error) { return a.uc.Approve(ctx, f.ID, approval, by) }}, err
	case "reject":
		reason := strings.TrimSpace(c.PostForm("reason"))
		do := func(by order.By) (order.Return, error) { return a.uc.Reject(ctx, f.ID, reason, by) }
		return step{[]page.AfterSaleFact{fact("reason", reason)}, do}, would.Reject(reason, a.now())
	case "receive":
		shelf, err := shelfTyped(c, f)
		if err == nil {
			err = would.Receive(shelf, a.now())
		}
		return step{receiveFacts(words, f, shelf), func(by order.By) (order.Return, error) { return a.uc.Receive(ctx, f.ID, false, shelf, by) }}, err
	case "refund":
		err := would.Agree(f.of, f.all, a.now())
		return step{refundFacts(words, f.of, f.houses, would), func(by order.By) (order.Return, error) { return a.uc.Refund(ctx, f.ID, by) }}, err
	}
	return step{}, order.ErrReturnState
}

// did says whether an act was done before, by the same member of staff as far as that is known.
func (f file) did(act string, by order.By) bool {
	switch f.Status {
	case order.ReturnApproved:
		return act == "approve" && f.HandledBy == by.Account
	case order.ReturnRejected:
		return act == "reject" && f.HandledBy == by.Account
	case order.ReturnReceived:
		return act == "receive"
	case order.ReturnPending, order.ReturnRefunding, order.ReturnDone, order.ReturnCancelled:
	}
	return false
}

// fieldsOf brings the mistakes in lines to the one field that holds them all, and words how much is left where that is known.
func fieldsOf(err error) error {
	if apperr.From(err).Kind == apperr.Invalid {
		return atFields(err)
	}
	return err
}

// typedFields are the fields of a form but for its buttons, to be sent again with the answer.
func typedFields(c *gin.Context) []page.Field {
	var all []page.Field
	for name, values := range c.Request.PostForm {
		if name != "step" && name != "act" {
			for _, v := range values {
				all = append(all, page.Field{Name: name, Value: v})
			}
		}
	}
	return all
}

// piecesTyped reads the fields of the lines; a line of nothing is left out.
func piecesTyped(c *gin.Context, lines []order.ReturnItem) ([]order.ReturnItem, error) {
	var items []order.ReturnItem
	for _, l := range lines {
		text := strings.TrimSpace(c.PostForm(countField(l.SkuID)))
		n, err := strconv.ParseInt(text, 10, 64)
		if text == "" {
			n, err = 0, nil
		}
		if err != nil || n < 0 || n > l.Count {
			return nil, apperr.ErrInvalid.WithField(countField(l.SkuID), "range")
		}
		if n > 0 {
			items = append(items, order.ReturnItem{SkuID: l.SkuID, Title: l.Title, Count: n})
		}
	}
	return items, nil
}

func approvalTyped(c *gin.Context, f file) (order.Approval, error) {
	a := order.Approval{OnlyRefund: c.PostForm("onlyRefund") != "", Note: strings.TrimSpace(c.PostForm("note"))}
	items, err := piecesTyped(c, f.Items)
	if err != nil {
		return a, err
	}
	if len(items) == 0 {
		return a, apperr.ErrInvalid.WithField("items", "nothing")
	}
	a.Items = items
	a.Amount, err = amountTyped(c)
	return a, err
}

// amountTyped reads an amount in yuan; nothing is what the pieces are worth.
func amountTyped(c *gin.Context) (*money.Fen, error) {
	text := strings.TrimSpace(c.PostForm("amount"))
	if text == "" {
		return nil, nil //nolint:nilnil // nothing was typed
	}
	amount, err := money.ReadYuan(text)
	if err != nil {
		return nil, apperr.ErrInvalid.WithField("amount", "invalid")
	}
	return &amount, nil
}
