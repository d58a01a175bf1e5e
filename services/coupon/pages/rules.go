package pages

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/coupon"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// warnings is the tab of SKUs whose rules are doubtful.
const warnings = "warnings"

// ruleKinds names the kinds of rules in the order of coupon.RuleKind, as the tabs and addresses have them.
func ruleKinds() []string { return []string{"ladders", "reductions", "prices", "bounds"} }

// ruleKind is the kind that the query asks for; the first where it asks for none.
func ruleKind(c *gin.Context) (coupon.RuleKind, string) {
	i := max(0, slices.Index(ruleKinds(), c.Query("kind")))
	return coupon.RuleKind(i), ruleKinds()[i]
}

// textOf words a rule.
func (o office) textOf(c *gin.Context, r coupon.Rule) string {
	words := o.frame.Words(c)
	switch r.Kind {
	case coupon.LadderRule:
		return couponapi.Rule{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: r.Rung.Count, PerMille: r.Rung.PerMille}}.Text(words)
	case coupon.ReductionRule:
		return couponapi.Rule{Code: couponapi.RuleFullReduction, Params: couponapi.Params{Full: r.Reduction.Full, Reduce: r.Reduction.Reduce}}.Text(words)
	case coupon.MemberPriceRule:
		return couponapi.Rule{Code: couponapi.RuleMemberPrice, Params: couponapi.Params{Level: r.MemberPrice.LevelName, Price: r.MemberPrice.Price}}.Text(words)
	case coupon.BoundsRule:
	}
	return words.T("promo.gives", "Points", r.Bounds.Points, "Growth", r.Bounds.Growth)
}

func rulesAsked(c *gin.Context) coupon.RuleQuery {
	kind, _ := ruleKind(c)
	q := coupon.RuleQuery{Kind: kind, SpuID: frame.Wanted(c, "spuId"), Page: frame.Sheet(c)}
	if kind != coupon.BoundsRule {
		q.SkuID = frame.Wanted(c, "skuId")
	}
	return q
}

// ruleRows are rules with what is doubtful about the SKUs that they are for.
func (o office) ruleRows(c *gin.Context, rules []coupon.Rule) ([]page.AdminRuleRow, error) {
	var goods []coupon.Goods
	for _, r := range rules {
		if r.Kind != coupon.BoundsRule && !slices.ContainsFunc(goods, func(g coupon.Goods) bool { return g.SkuID == r.SkuID }) {
			goods = append(goods, coupon.Goods{SkuID: r.SkuID, SpuID: r.SpuID})
		}
	}
	judged, err := o.rules.Judge(c.Request.Context(), goods)
	if err != nil {
		return nil, err
	}
	rows := make([]page.AdminRuleRow, len(rules))
	for i, r := range rules {
		rows[i] = page.AdminRuleRow{ID: r.ID, SkuID: r.SkuID, SpuID: r.SpuID, Rule: o.textOf(c, r), AddOther: r.Rung.AddOther || r.Reduction.AddOther || r.MemberPrice.AddOther}
		if d, there := judged[r.SkuID]; there {
			rows[i].Title, rows[i].Price, rows[i].Doubts = d.Title, d.Price, o.worded(c, d.Doubts)
		}
	}
	return rows, nil
}

func (o office) rulesPage(c *gin.Context) error {
	words := o.frame.Words(c)
	shown := page.AdminRules{AdminBase: o.frame.Base(c, words.T("admin.page.rules"), "rules"), Kind: c.Query("kind"), MayWrite: o.frame.May(c, adminapi.CouponWrite)}
	if shown.Kind != warnings {
		_, shown.Kind = ruleKind(c)
	}
	for _, kind := range append(ruleKinds(), warnings) {
		shown.Tabs = append(shown.Tabs, page.Tab{Label: words.T("promo.rules." + kind), URL: "/coupon/rules.html?kind=" + kind, Selected: kind == shown.Kind})
	}
	if shown.Kind == warnings {
		return o.warnings(c, shown)
	}
	q := rulesAsked(c)
	found, total, err := o.rules.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	if shown.Rows, err = o.ruleRows(c, found); err != nil {
		return err
	}
	shown.SKU, shown.SPU, shown.Filtered = c.Query("skuId"), c.Query("spuId"), q.SkuID != 0 || q.SpuID != 0
	shown.Pager, shown.CSV = frame.Pager(c, q.Page, total), frame.File(c)
	return o.frame.Show(c, http.StatusOK, "admincouponrules", shown)
}

// warnings lists the SKUs whose rules the last look at all of them found doubtful.
func (o office) warnings(c *gin.Context, shown page.AdminRules) error {
	found, at := o.rules.Watched(), frame.Sheet(c)
	shown.Pager = frame.Pager(c, at, int64(len(found)))
	from := min(at.Offset(), len(found))
	shown.Rows, shown.CSV = o.doubtful(c, found[from:min(from+at.Size, len(found))]), frame.File(c)
	return o.frame.Show(c, http.StatusOK, "admincouponrules", shown)
}

// doubtful words what was found about SKUs.
func (o office) doubtful(c *gin.Context, found []coupon.Doubtful) []page.AdminRuleRow {
	rows := make([]page.AdminRuleRow, len(found))
	for i, d := range found {
		rows[i] = page.AdminRuleRow{SkuID: d.SkuID, SpuID: d.SpuID, Title: d.Title, Price: d.Price, Doubts: o.worded(c, d.Doubts)}
	}
	return rows
}

// rowsAtOnce is for how many rules of a file the catalogue is asked at a time.
const rowsAtOnce = 200

// rulesCSV is the list with its filters, all pages of it, with what is doubtful.
func (o office) rulesCSV(c *gin.Context) error {
	words, kind := o.frame.Words(c), warnings
	var rows []page.AdminRuleRow
	if c.Query("kind") == warnings {
		found := o.rules.Watched()
		rows = o.doubtful(c, found[:min(len(found), csvfile.MostRows)])
	} else {
		q := rulesAsked(c)
		q.Page, kind = paging.Whole(csvfile.MostRows), ruleKinds()[q.Kind]
		found, _, err := o.rules.List(c.Request.Context(), q)
		if err != nil {
			return err
		}
		for some := range slices.Chunk(found, rowsAtOnce) {
			part, err := o.ruleRows(c, some)
			if err != nil {
				return err
			}
			rows = append(rows, part...)
		}
	}
	lines := make([][]string, len(rows))
	for i, r := range rows {
		adds, price := words.T("admin.no"), ""
		if r.AddOther {
			adds = words.T("admin.yes")
		}
		if r.Price > 0 {
			price = r.Price.String()
		}
		lines[i] = []string{number(r.SkuID), number(r.SpuID), r.Title, price, r.Rule, adds, strings.Join(r.Doubts, " / ")}
	}
	return frame.SendCSV(c, kind, []string{
		words.T("admin.field.skuId"), words.T("promo.spu_id"), words.T("admin.field.title"), words.T("promo.price"), words.T("promo.rule"), words.T("promo.adds"), words.T("promo.doubts"),
	}, lines)
}

// ruleForm is a rule as its form shows it.
func ruleForm(r coupon.Rule) page.AdminRuleForm {
	form := page.AdminRuleForm{AddOther: r.Rung.AddOther || r.Reduction.AddOther || r.MemberPrice.AddOther}
	if r.SkuID > 0 {
		form.SKU = number(r.SkuID)
	}
	if r.SpuID > 0 {
		form.SPU = number(r.SpuID)
	}
	if r.ID == 0 {
		return form
	}
	switch r.Kind {
	case coupon.LadderRule:
		form.Count, form.Discount = number(r.Rung.Count), frame.Percent(r.Rung.PerMille)
	case coupon.ReductionRule:
		form.Full, form.Reduce = r.Reduction.Full.String(), r.Reduction.Reduce.String()
	case coupon.MemberPriceRule:
		form.LevelID, form.Price = number(r.MemberPrice.LevelID), r.MemberPrice.Price.String()
	case coupon.BoundsRule:
		form.Points, form.Growth = number(r.Bounds.Points), number(r.Bounds.Growth)
		form.GrowthPlain, form.PointsPlain = r.Bounds.Work&coupon.GrowthPlain != 0, r.Bounds.Work&coupon.PointsPlain != 0
		form.GrowthDiscounted, form.PointsDiscounted = r.Bounds.Work&coupon.GrowthDiscounted != 0, r.Bounds.Work&coupon.PointsDiscounted != 0
	}
	return form
}

func typedRule(c *gin.Context) page.AdminRuleForm {
	ticked := func(name string) bool { return c.PostForm(name) == "yes" }
	return page.AdminRuleForm{
		SKU: sent(c, "skuId"), SPU: sent(c, "spuId"), Count: sent(c, "count"), Discount: sent(c, "perMille"), Full: sent(c, "full"), Reduce: sent(c, "reduce"),
		LevelID: sent(c, "levelId"), Price: sent(c, "price"), Points: sent(c, "points"), Growth: sent(c, "growth"), AddOther: ticked("addOther"),
		GrowthPlain: ticked("growthPlain"), PointsPlain: ticked("pointsPlain"), GrowthDiscounted: ticked("growthDiscounted"), PointsDiscounted: ticked("pointsDiscounted"),
	}
}

// checkedRule is the rule of a form, or what is wrong with it.
func (o office) checkedRule(kind coupon.RuleKind, id, version int64, form page.AdminRuleForm) (coupon.Rule, error) {
	r := coupon.Rule{Kind: kind, ID: id, Version: version, SkuID: frame.Number(form.SKU)}
	var told any
	switch kind {
	case coupon.LadderRule:
		perMille, ok := frame.ReadPercent(form.Discount)
		if !ok {
			perMille = -1 // refused as every other share that is none
		}
		r.Rung = coupon.Rung{Count: whole(form.Count), PerMille: perMille, AddOther: form.AddOther}
		told = &couponapi.Ladder{SkuID: r.SkuID, Rung: couponapi.Rung(r.Rung)}
	case coupon.ReductionRule:
		r.Reduction = coupon.FullReduction{Full: amount(form.Full), Reduce: amount(form.Reduce), AddOther: form.AddOther}
		told = &couponapi.Reduction{SkuID: r.SkuID, FullReduction: couponapi.FullReduction(r.Reduction)}
	case coupon.MemberPriceRule:
		r.MemberPrice = coupon.MemberPrice{LevelID: frame.Number(form.LevelID), Price: amount(form.Price), AddOther: form.AddOther}
		told = &couponapi.LevelPrice{SkuID: r.SkuID, MemberPrice: couponapi.MemberPrice(r.MemberPrice)}
	case coupon.BoundsRule:
		r.SkuID, r.SpuID = 0, frame.Number(form.SPU)
		r.Bounds = coupon.Bounds{Points: whole(form.Points), Growth: whole(form.Growth)}
		for bit, ticked := range map[int]bool{
			coupon.GrowthPlain: form.GrowthPlain, coupon.PointsPlain: form.PointsPlain, coupon.GrowthDiscounted: form.GrowthDiscounted, coupon.PointsDiscounted: form.PointsDiscounted,
		} {
			if ticked {
				r.Bounds.Work |= bit
			}
		}
		told = &couponapi.SpuBounds{SpuID: r.SpuID, Bounds: couponapi.Bounds(r.Bounds)}
	}
	return r, o.decode.Check(told)
}

func (o office) rule(c *gin.Context) error {
	kind, name := ruleKind(c)
	if frame.Wanted(c, "id") == 0 {
		r := coupon.Rule{Kind: kind, SkuID: max(frame.Wanted(c, "skuId"), 0)}
		form := ruleForm(r)
		form.PointsPlain, form.GrowthPlain, form.PointsDiscounted, form.GrowthDiscounted = true, true, true, true
		return o.showRule(c, http.StatusOK, page.AdminRuleEdit{Kind: name, Form: form})
	}
	r, err := o.rules.Find(c.Request.Context(), kind, frame.Wanted(c, "id"))
	if err != nil {
		return err
	}
	return o.showRule(c, http.StatusOK, page.AdminRuleEdit{Kind: name, ID: r.ID, Version: r.Version, Form: ruleForm(r)})
}

func (o office) showRule(c *gin.Context, status int, shown page.AdminRuleEdit) error {
	title, wrong := "promo.rule_add."+shown.Kind, shown.Errors
	if shown.ID != 0 {
		title = "promo.rule_edit"
	}
	shown.AdminBase = o.frame.Base(c, o.frame.Words(c).T(title), "rules")
	shown.Errors, shown.Levels = wrong, o.levelOptions(c, shown.Form.LevelID)
	if sku := frame.Number(shown.Form.SKU); sku > 0 {
		judged, err := o.rules.Judge(c.Request.Context(), []coupon.Goods{{SkuID: sku}})
		if err != nil {
			return err
		}
		if d := judged[sku]; d.Price > 0 {
			shown.Good = &page.AdminRuleRow{SkuID: sku, Title: d.Title, Price: d.Price}
		}
	}
	return o.frame.Show(c, status, "admincouponrule", shown)
}

// saveRule adds or changes a rule. What would be doubtful about the SKU's rules then is told first, and saved when the form comes again
// knowing it.
func (o office) saveRule(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	kind, name := ruleKind(c)
	shown := page.AdminRuleEdit{Kind: name, ID: max(frame.Wanted(c, "id"), 0), Version: whole(c.PostForm("version")), Form: typedRule(c), Sure: c.PostForm("sure")}
	r, err := o.checkedRule(kind, shown.ID, shown.Version, shown.Form)
	if err != nil {
		return o.refuseRule(c, kind, shown, err)
	}
	doubts, err := o.rules.Doubts(c.Request.Context(), r)
	if err != nil {
		return err
	}
	if !known(doubts, c.PostForm("sure")) {
		shown.Doubts, shown.Sure = o.worded(c, doubts), codesOf(doubts)
		return o.showRule(c, http.StatusOK, shown)
	}
	if _, err := o.rules.Save(c.Request.Context(), r, who); err != nil {
		return o.refuseRule(c, kind, shown, err)
	}
	o.frame.Flash(c, page.FlashSuccess, "promo.rule_saved")
	to := "/coupon/rules.html?kind=" + name + "&skuId=" + number(r.SkuID)
	if kind == coupon.BoundsRule {
		to = "/coupon/rules.html?kind=" + name + "&spuId=" + number(r.SpuID)
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

func (o office) refuseRule(c *gin.Context, kind coupon.RuleKind, shown page.AdminRuleEdit, err error) error {
	if !frame.Expected(err) || errors.Is(err, coupon.ErrNoRule) {
		return err
	}
	if errors.Is(err, coupon.ErrEditedMeantime) {
		now, findErr := o.rules.Find(c.Request.Context(), kind, shown.ID)
		if findErr != nil {
			return findErr
		}
		present := ruleForm(now)
		shown.Present, shown.Version = &present, now.Version
	}
	shown.Errors = o.frame.Wrong(c, inForm(err))
	return o.showRule(c, apperr.From(err).Kind.Status(), shown)
}

func (o office) removeRule(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	kind, name := ruleKind(c)
	id, err := frame.ID(c, coupon.ErrNoRule)
	if err != nil {
		return err
	}
	err = o.rules.Remove(c.Request.Context(), kind, id, whole(c.PostForm("version")), who)
	if errors.Is(err, coupon.ErrEditedMeantime) {
		now, findErr := o.rules.Find(c.Request.Context(), kind, id)
		if findErr != nil {
			return findErr
		}
		return o.showRule(c, http.StatusConflict, page.AdminRuleEdit{
			AdminBase: page.AdminBase{Errors: o.frame.Wrong(c, err)}, Kind: name, ID: id, Version: now.Version, Form: ruleForm(now),
		})
	}
	if err != nil {
		return err
	}
	o.frame.Flash(c, page.FlashSuccess, "promo.rule_removed")
	c.Redirect(http.StatusSeeOther, "/coupon/rules.html?kind="+name)
	return nil
}
