package pages

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/staff"
	"gulimall/services/coupon"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// formOf is a coupon as its form shows it.
func formOf(t coupon.Template) page.AdminCouponForm {
	terms := t.Terms()
	lines := make([]string, len(terms.ScopeIDs))
	for i, id := range terms.ScopeIDs {
		lines[i] = strings.TrimSpace(number(id) + " " + terms.ScopeNames[i])
	}
	form := page.AdminCouponForm{
		Name: terms.Name, Note: terms.Note, Kind: string(terms.Kind), Scope: terms.Scope, ScopeIDs: strings.Join(lines, "\n"), Amount: terms.Amount.String(), MinPoint: terms.MinPoint.String(),
		PerLimit: number(terms.PerLimit), Issued: number(terms.Issued), ClaimFrom: momentOf(terms.ClaimFrom), ClaimUntil: momentOf(terms.ClaimUntil),
		ValidFrom: momentOf(terms.ValidFrom), ValidUntil: momentOf(terms.ValidUntil),
	}
	if terms.LevelID > 0 {
		form.LevelID = number(terms.LevelID)
	}
	return form
}

// typedForm reads the form as it was typed.
func typedForm(c *gin.Context) page.AdminCouponForm {
	return page.AdminCouponForm{
		Name: sent(c, "name"), Note: sent(c, "note"), Kind: sent(c, "kind"), Scope: sent(c, "scope"), ScopeIDs: sent(c, "scopeIds"), Amount: sent(c, "amount"),
		MinPoint: sent(c, "minPoint"), LevelID: sent(c, "levelId"), PerLimit: sent(c, "perLimit"), Issued: sent(c, "issued"),
		ClaimFrom: sent(c, "claimFrom"), ClaimUntil: sent(c, "claimUntil"), ValidFrom: sent(c, "validFrom"), ValidUntil: sent(c, "validUntil"),
	}
}

// termsOf is what a form promises; what cannot be read is something that checks refuse.
func termsOf(form page.AdminCouponForm) couponapi.Terms {
	terms := couponapi.Terms{
		Name: form.Name, Note: form.Note, Kind: couponapi.Kind(form.Kind), Scope: form.Scope, Amount: amount(form.Amount), MinPoint: amount(form.MinPoint), LevelID: frame.Number(form.LevelID),
		PerLimit: whole(form.PerLimit), Issued: whole(form.Issued), ClaimFrom: readMoment(form.ClaimFrom), ClaimUntil: readMoment(form.ClaimUntil),
		ValidFrom: readMoment(form.ValidFrom), ValidUntil: readMoment(form.ValidUntil),
	}
	if form.Scope == couponapi.ScopeAll {
		return terms
	}
	for line := range strings.Lines(form.ScopeIDs) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if id == "" {
			continue
		}
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			n = -1
		}
		terms.ScopeIDs, terms.ScopeNames = append(terms.ScopeIDs, n), append(terms.ScopeNames, strings.TrimSpace(name))
	}
	return terms
}

// keepTimes leaves times as exact as they are where the form, which knows minutes, has the same.
func keepTimes(terms *couponapi.Terms, now couponapi.Terms) {
	for _, t := range []struct {
		typed *time.Time
		was   time.Time
	}{{&terms.ClaimFrom, now.ClaimFrom}, {&terms.ClaimUntil, now.ClaimUntil}, {&terms.ValidFrom, now.ValidFrom}, {&terms.ValidUntil, now.ValidUntil}} {
		if momentOf(*t.typed) == momentOf(t.was) {
			*t.typed = t.was
		}
	}
}

func (o office) edit(c *gin.Context) error {
	if frame.Wanted(c, "id") == 0 {
		from := o.desk.Now()
		form := page.AdminCouponForm{
			Kind: string(couponapi.KindEverybody), Scope: couponapi.ScopeAll, MinPoint: "0.00", PerLimit: "1", ClaimFrom: momentOf(from), ClaimUntil: momentOf(from.AddDate(0, 1, 0)),
			ValidFrom: momentOf(from), ValidUntil: momentOf(from.AddDate(0, 2, 0)),
		}
		return o.showEdit(c, http.StatusOK, page.AdminCouponEdit{Form: form})
	}
	k, err := o.kept(c)
	if err != nil {
		return err
	}
	return o.showEdit(c, http.StatusOK, page.AdminCouponEdit{ID: k.ID, Version: k.Version, Form: formOf(k.Template), Fixed: k.Fixed()})
}

// kept reads the coupon that a page is about.
func (o office) kept(c *gin.Context) (coupon.Kept, error) {
	id, err := frame.ID(c, coupon.ErrNotFound)
	if err != nil {
		return coupon.Kept{}, err
	}
	return o.desk.Kept(c.Request.Context(), id)
}

func (o office) showEdit(c *gin.Context, status int, shown page.AdminCouponEdit) error {
	title, wrong := "promo.add", shown.Errors
	if shown.ID != 0 {
		title = "promo.edit"
	}
	shown.AdminBase = o.frame.Base(c, o.frame.Words(c).T(title), "coupons")
	shown.Errors = wrong
	shown.Kinds = o.frame.Options(c, "promo.kind.", shown.Form.Kind, kinds()...)
	shown.Scopes = o.frame.Options(c, "promo.scope.", shown.Form.Scope, couponapi.ScopeAll, couponapi.ScopeCategories, couponapi.ScopeProducts)
	shown.Levels = o.levelOptions(c, shown.Form.LevelID)
	return o.frame.Show(c, status, "admincouponedit", shown)
}

// save adds or changes a coupon. What is doubtful about it is told first, and saved when the form comes again knowing it. Where somebody else
// changed it meanwhile, the form shows how it is now beside what was typed.
func (o office) save(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	shown := page.AdminCouponEdit{ID: max(frame.Wanted(c, "id"), 0), Version: whole(c.PostForm("version")), Form: typedForm(c), Sure: c.PostForm("sure")}
	terms := termsOf(shown.Form)
	if shown.ID != 0 {
		now, err := o.desk.Kept(c.Request.Context(), shown.ID)
		if err != nil {
			return err
		}
		shown.Fixed = now.Fixed()
		keepTimes(&terms, now.Terms())
	}
	t := coupon.TemplateOf(terms)
	t.ID = shown.ID
	if err = o.decode.Check(&couponapi.NewCoupon{Terms: terms}); err == nil {
		err = t.Check()
	}
	if err != nil {
		return o.refuseEdit(c, shown, err)
	}
	doubts, err := o.desk.Doubts(c.Request.Context(), t)
	if err != nil {
		return err
	}
	if !known(doubts, c.PostForm("sure")) {
		shown.Doubts, shown.Sure = o.worded(c, doubts), codesOf(doubts)
		return o.showEdit(c, http.StatusOK, shown)
	}
	if shown.ID == 0 {
		added, err := o.desk.Add(c.Request.Context(), t, who)
		if err != nil {
			return o.refuseEdit(c, shown, err)
		}
		return o.back(c, added.ID, "promo.added")
	}
	if _, err := o.desk.Change(c.Request.Context(), t, shown.Version, who); err != nil {
		return o.refuseEdit(c, shown, err)
	}
	return o.back(c, t.ID, "promo.saved")
}

func (o office) refuseEdit(c *gin.Context, shown page.AdminCouponEdit, err error) error {
	if !frame.Expected(err) || errors.Is(err, coupon.ErrNotFound) {
		return err
	}
	if errors.Is(err, coupon.ErrEditedMeantime) {
		now, findErr := o.desk.Kept(c.Request.Context(), shown.ID)
		if findErr != nil {
			return findErr
		}
		present := formOf(now.Template)
		shown.Present, shown.Version = &present, now.Version
	}
	shown.Errors = o.frame.Wrong(c, inForm(err))
	return o.showEdit(c, apperr.From(err).Kind.Status(), shown)
}

// inForm names mistakes after the fields of the form: those of single lines are their field's.
func inForm(err error) error {
	e := *apperr.From(err)
	e.Fields = slices.Clone(e.Fields)
	for i, field := range e.Fields {
		e.Fields[i].Name, _, _ = strings.Cut(field.Name, "[")
		e.Fields[i].Name = e.Fields[i].Name[strings.LastIndex(e.Fields[i].Name, ".")+1:]
	}
	return &e
}
