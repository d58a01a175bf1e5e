package pages

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// needNames and purchaseNames are the states in their order.
func needNames() []string { return []string{"new", "assigned", "buying", "done", "failed"} }

func purchaseNames() []string { return []string{"new", "assigned", "received", "done", "failed"} }

// stateOf reads the name of a state; what names none is any.
func stateOf[S ~int](name string, names []string) *S {
	at := slices.Index(names, name)
	if at < 0 {
		return nil
	}
	s := S(at)
	return &s
}

func need(n ware.Need, names houseNames) page.WareNeed {
	return page.WareNeed{
		ID: n.ID, SkuID: n.SkuID, SkuName: n.SkuName, Count: n.Count, WareName: names.of(n.WareID), State: needNames()[n.State], PurchaseID: n.PurchaseID, Auto: n.Auto,
		Note: n.Note, FailReason: n.FailReason, CreatedAt: n.CreatedAt,
	}
}

func (p pages) needs(c *gin.Context) error {
	return p.showNeeds(c, http.StatusOK, nil, page.FormErrors{})
}

// needsAsked reads which needs are wanted.
func needsAsked(c *gin.Context) ware.NeedQuery {
	return ware.NeedQuery{
		SkuID: frame.Wanted(c, "skuId"), WareID: frame.Wanted(c, "wareId"), State: stateOf[ware.NeedState](c.Query("state"), needNames()), Order: buyingOrder(c, needColumns()),
		Page: frame.Sheet(c),
	}
}

func (p pages) showNeeds(c *gin.Context, status int, chosen []int64, wrong page.FormErrors) error {
	c.Request.URL.Path = "/ware/needs.html" // a refused merge leads on from the list
	q := needsAsked(c)
	found, total, err := p.buying.Needs(c.Request.Context(), q)
	if err != nil {
		return err
	}
	names, houses, err := p.houseChoice(c, q.WareID)
	if err != nil {
		return err
	}
	shown := page.WareNeeds{
		AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.page.needs"), "needs"), SKU: c.Query("skuId"), Houses: houses,
		States: p.frame.Options(c, "admin.need.", c.Query("state"), needNames()...), Filtered: q.SkuID != 0 || q.WareID != 0 || q.State != nil,
		Heads: heads(c, needColumns()), Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c), MayBuy: p.frame.May(c, adminapi.WarePurchase),
	}
	shown.Errors = wrong
	for _, n := range found {
		one := need(n, names)
		one.Chosen = slices.Contains(chosen, n.ID)
		if one.New() {
			shown.Free++
		}
		shown.Needs = append(shown.Needs, one)
	}
	if shown.MayBuy && shown.Free > 0 {
		if shown.Open, err = p.open(c); err != nil {
			return err
		}
	}
	return p.frame.Show(c, status, "wareneeds", shown)
}

// open lists the purchases that still take needs, the newest first.
func (p pages) open(c *gin.Context) ([]page.Option, error) {
	var all []page.Option
	words := p.frame.Words(c)
	for _, state := range []ware.PurchaseState{ware.PurchaseNew, ware.PurchaseAssigned} {
		found, _, err := p.buying.List(c.Request.Context(), ware.PurchaseQuery{State: &state, Page: paging.Whole(paging.Most)})
		if err != nil {
			return nil, err
		}
		for _, one := range found {
			label := words.T("admin.purchase_number", "ID", one.ID) + " " + words.T("admin.purchase."+purchaseNames()[one.State]) + " " + one.Assignee
			all = append(all, page.Option{Value: number(one.ID), Label: strings.TrimSpace(label)})
		}
	}
	return all, nil
}

// merge puts the chosen needs into a purchase, and shows it.
func (p pages) merge(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	in := wareapi.Merge{PurchaseID: frame.Number(c.PostForm("purchaseId"))}
	for _, id := range c.PostFormArray("needIds") {
		in.NeedIDs = append(in.NeedIDs, frame.Number(id))
	}
	if len(in.NeedIDs) == 0 {
		return p.showNeeds(c, http.StatusUnprocessableEntity, nil, page.FormErrors{Summary: p.frame.Words(c).T("admin.choose_some")})
	}
	err = p.decode.Check(&in)
	var merged ware.Purchase
	if err == nil {
		merged, err = p.buying.Merge(c.Request.Context(), in.PurchaseID, in.NeedIDs, who)
	}
	if err != nil && frame.Expected(err) {
		return p.showNeeds(c, apperr.From(err).Kind.Status(), in.NeedIDs, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	return p.told(c, merged.ID, "admin.merged")
}

func (p pages) told(c *gin.Context, id int64, key string) error {
	p.frame.Flash(c, page.FlashSuccess, key)
	c.Redirect(http.StatusSeeOther, fmt.Sprintf("/ware/purchase.html?id=%d", id))
	return nil
}

func (p pages) needPage(c *gin.Context) error {
	return p.showNeed(c, http.StatusOK, page.WareNeedAdd{SKU: c.Query("skuId")}, frame.Wanted(c, "wareId"), page.FormErrors{})
}

func (p pages) showNeed(c *gin.Context, status int, shown page.WareNeedAdd, wareID int64, wrong page.FormErrors) error {
	_, houses, err := p.houseChoice(c, wareID)
	if err != nil {
		return err
	}
	shown.AdminBase, shown.Houses = p.frame.Base(c, p.frame.Words(c).T("admin.need_add"), "needs"), houses
	shown.Errors = wrong
	return p.frame.Show(c, status, "wareneedadd", shown)
}

func (p pages) addNeed(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	typed := page.WareNeedAdd{SKU: c.PostForm("skuId"), Count: c.PostForm("count"), Note: strings.TrimSpace(c.PostForm("note"))}
	in := wareapi.NewNeed{SkuID: frame.Number(typed.SKU), WareID: frame.Number(c.PostForm("wareId")), Count: frame.Number(typed.Count), Note: typed.Note}
	err = p.decode.Check(&in)
	if err == nil {
		_, err = p.buying.AddNeed(c.Request.Context(), ware.Need{SkuID: in.SkuID, WareID: in.WareID, Count: in.Count, Note: in.Note}, who)
	}
	if err != nil && frame.Expected(err) {
		return p.showNeed(c, apperr.From(err).Kind.Status(), typed, in.WareID, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	p.frame.Flash(c, page.FlashSuccess, "admin.need_added")
	c.Redirect(http.StatusSeeOther, "/ware/needs.html")
	return nil
}

func purchaseShown(one ware.Purchase) page.WarePurchase {
	shown := page.WarePurchase{
		ID: one.ID, State: purchaseNames()[one.State], Assignee: one.Assignee, Phone: one.Phone, CreatedAt: one.CreatedAt, UpdatedAt: one.UpdatedAt, Lines: len(one.Needs),
	}
	for _, n := range one.Needs {
		shown.Pieces += n.Count
	}
	return shown
}

func (p pages) purchases(c *gin.Context) error {
	at, state := frame.Sheet(c), stateOf[ware.PurchaseState](c.Query("state"), purchaseNames())
	found, total, err := p.buying.List(c.Request.Context(), ware.PurchaseQuery{State: state, Order: buyingOrder(c, purchaseColumns()), Page: at})
	if err != nil {
		return err
	}
	words := p.frame.Words(c)
	shown := page.WarePurchases{
		AdminBase: p.frame.Base(c, words.T("admin.page.purchases"), "purchases"), Heads: heads(c, purchaseColumns()), Pager: frame.Pager(c, at, total), Filtered: state != nil, CSV: frame.File(c), MayBuy: p.frame.May(c, adminapi.WarePurchase),
		Tabs: []page.Tab{{Label: words.T("admin.any"), URL: "/ware/purchases.html", Selected: state == nil}},
	}
	for i, name := range purchaseNames() {
		shown.Tabs = append(shown.Tabs, page.Tab{
			Label: words.T("admin.purchase." + name), URL: "/ware/purchases.html?state=" + name, Selected: state != nil && *state == ware.PurchaseState(i),
		})
	}
	for _, one := range found {
		shown.Purchases = append(shown.Purchases, purchaseShown(one))
	}
	return p.frame.Show(c, http.StatusOK, "warepurchases", shown)
}

func (p pages) purchase(c *gin.Context) error {
	return p.showPurchase(c, http.StatusOK, nil, page.FormErrors{})
}

// showPurchase draws a purchase with what its state and one's rights allow; typed takes over what a refused form held.
func (p pages) showPurchase(c *gin.Context, status int, typed func(*page.WarePurchaseDesk), wrong page.FormErrors) error {
	id, err := frame.ID(c, ware.ErrNoPurchase)
	if err != nil {
		return err
	}
	one, err := p.buying.Find(c.Request.Context(), id)
	if err != nil {
		return err
	}
	names, _, err := p.houseChoice(c, 0)
	if err != nil {
		return err
	}
	words, may := p.frame.Words(c), p.frame.May(c, adminapi.WarePurchase)
	shown := page.WarePurchaseDesk{
		AdminBase: p.frame.Base(c, words.T("admin.purchase_number", "ID", id), "purchases"), WarePurchase: purchaseShown(one), FormAssignee: one.Assignee, FormPhone: one.Phone,
		Assign: may && (one.State == ware.PurchaseNew || one.State == ware.PurchaseAssigned), Receive: may && one.State == ware.PurchaseAssigned && len(one.Needs) > 0,
		Done: may && one.State == ware.PurchaseReceived,
	}
	shown.Here, shown.Errors = fmt.Sprintf("/ware/purchase.html?id=%d", id), wrong
	for _, n := range one.Needs {
		shown.Needs = append(shown.Needs, need(n, names))
		shown.Outcomes = append(shown.Outcomes, page.WareOutcome{Need: need(n, names)})
	}
	last := ware.PurchaseDone
	if one.State == ware.PurchaseFailed {
		last = ware.PurchaseFailed
	}
	for _, state := range []ware.PurchaseState{ware.PurchaseNew, ware.PurchaseAssigned, ware.PurchaseReceived, last} {
		step := page.Step{Label: words.T("admin.purchase." + purchaseNames()[state]), State: "todo"}
		switch {
		case state == one.State:
			step.State = "now"
		case state < one.State:
			step.State = "done"
		}
		shown.Steps = append(shown.Steps, step)
	}
	if typed != nil {
		typed(&shown)
	}
	return p.frame.Show(c, status, "warepurchase", shown)
}

// change runs a step of a purchase and shows what it has become; a refusal is told on its page.
func (p pages) change(c *gin.Context, key string, typed func(*page.WarePurchaseDesk), step func(ctx context.Context, id int64, who adminapi.By) (ware.Purchase, error)) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := frame.ID(c, ware.ErrNoPurchase)
	if err != nil {
		return err
	}
	_, err = step(c.Request.Context(), id, who)
	if err != nil && frame.Expected(err) && !errors.Is(err, ware.ErrNoPurchase) {
		return p.showPurchase(c, apperr.From(err).Kind.Status(), typed, p.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	return p.told(c, id, key)
}

func (p pages) assign(c *gin.Context) error {
	in := wareapi.Assign{Assignee: strings.TrimSpace(c.PostForm("assignee")), Phone: strings.TrimSpace(c.PostForm("phone"))}
	keep := func(shown *page.WarePurchaseDesk) { shown.FormAssignee, shown.FormPhone = in.Assignee, in.Phone }
	return p.change(c, "admin.assigned", keep, func(ctx context.Context, id int64, who adminapi.By) (ware.Purchase, error) {
		if err := p.decode.Check(&in); err != nil {
			return ware.Purchase{}, err
		}
		return p.buying.Assign(ctx, id, in.Assignee, in.Phone, who)
	})
}

func (p pages) receive(c *gin.Context) error {
	return p.change(c, "admin.received", nil, p.buying.Receive)
}

// done reads the outcome of every need that the purchase has. Those that failed say why.
func (p pages) done(c *gin.Context) error {
	keep := func(shown *page.WarePurchaseDesk) {
		for i := range shown.Outcomes {
			o := &shown.Outcomes[i]
			o.Failed, o.Reason = c.PostForm("outcome-"+number(o.Need.ID)) == "failed", c.PostForm("reason-"+number(o.Need.ID))
			o.Bad = o.Failed && strings.TrimSpace(o.Reason) == ""
		}
	}
	return p.change(c, "admin.done", keep, func(ctx context.Context, id int64, who adminapi.By) (ware.Purchase, error) {
		one, err := p.buying.Find(ctx, id)
		if err != nil {
			return one, err
		}
		var in wareapi.Done
		for _, n := range one.Needs {
			outcome := c.PostForm("outcome-" + number(n.ID))
			if outcome == "" {
				continue // the form was drawn before this need came in: Done says so
			}
			item := wareapi.DoneItem{NeedID: n.ID, OK: outcome == "ok"}
			if !item.OK {
				item.Reason = strings.TrimSpace(c.PostForm("reason-" + number(n.ID)))
			}
			in.Items = append(in.Items, item)
		}
		if err := p.decode.Check(&in); err != nil {
			return one, err
		}
		outcomes := make([]ware.Outcome, len(in.Items))
		for i, item := range in.Items {
			outcomes[i] = ware.Outcome(item)
		}
		return p.buying.Done(ctx, id, outcomes, who)
	})
}
