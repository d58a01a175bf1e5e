package pages

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// known is what the step of promotions stands on: the levels, and the draft with what coupon has of SKUs that it does not speak of. Away says
// that one of them does not answer.
type known struct {
	levels []product.Level
	body   productapi.Publication
	away   bool
}

func (p publishing) known(c *gin.Context, d product.Draft) known {
	k := known{body: d.Body}
	levels, err := p.uc.Levels(c.Request.Context())
	if err != nil {
		return known{body: d.Body, away: true}
	}
	for _, l := range levels {
		if l.MemberPrice {
			k.levels = append(k.levels, l)
		}
	}
	if d.SPUID != 0 {
		rules, err := p.uc.Rules(c.Request.Context(), d.SPUID)
		if err != nil {
			return known{body: d.Body, away: true}
		}
		k.body = product.WithRules(d.Body, rules)
	}
	return k
}

func (p publishing) showRules(c *gin.Context, status int, d product.Draft, typed []page.AdminSPURule, wrong page.FormErrors, meanwhile *product.Draft) error {
	words, k := p.frame.Words(c), p.known(c, d)
	shown := page.AdminSPURules{
		AdminSPUWizard: p.around(c, d, "rules", wrong, meanwhile), Away: k.away, Values: saleValues(d, c.PostForm("fill-value")),
		Fill: page.AdminSPUFill{Count: c.PostForm("fill-count"), Percent: c.PostForm("fill-percent"), Full: c.PostForm("fill-full"), Reduce: c.PostForm("fill-reduce")},
		Skus: typed,
	}
	for _, l := range k.levels {
		shown.Levels = append(shown.Levels, l.Name)
	}
	if typed == nil {
		for i, sku := range k.body.Skus {
			shown.Skus = append(shown.Skus, ruleOf(i, sku, k.levels))
		}
	}
	for i := range shown.Skus {
		sku := d.Body.Skus[i]
		shown.Skus[i].Name, shown.Skus[i].Price = skuName(words, sku.Values), sku.Price.String()
	}
	return p.frame.Show(c, status, "adminspurules", shown)
}

// ruleOf writes the promotions of a SKU as they are typed, with an empty line for one more.
func ruleOf(at int, sku productapi.PublicationSku, levels []product.Level) page.AdminSPURule {
	shown := page.AdminSPURule{At: at}
	rules := sku.Promotions
	if rules == nil {
		rules = &productapi.Promotions{}
	}
	shown.Any = len(rules.Ladder)+len(rules.FullReduction)+len(rules.MemberPrices) > 0
	for n, r := range rules.Ladder {
		shown.Ladder = append(shown.Ladder, page.AdminSPURung{At: n, Count: number(r.Count), Percent: frame.Percent(r.PerMille), Stacks: r.AddOther})
	}
	shown.Ladder = append(shown.Ladder, page.AdminSPURung{At: len(rules.Ladder)})
	for n, r := range rules.FullReduction {
		shown.Reduce = append(shown.Reduce, page.AdminSPUReduction{At: n, Full: r.Full.String(), Reduce: r.Reduce.String(), Stacks: r.AddOther})
	}
	shown.Reduce = append(shown.Reduce, page.AdminSPUReduction{At: len(rules.FullReduction)})
	for n, l := range levels {
		one := page.AdminSPUMember{At: n, Level: l.Name}
		for _, m := range rules.MemberPrices {
			if m.LevelID == l.ID {
				one.Price, one.Stacks = m.Price.String(), m.AddOther
			}
		}
		shown.Members = append(shown.Members, one)
	}
	return shown
}

// ruleForm reads the promotions of SKUs, and what cannot be read of them.
type ruleForm struct {
	c       *gin.Context
	levels  []product.Level
	refused *apperr.Error
}

// refuse notes a field that cannot be read.
func (f *ruleForm) refuse(field string) { f.refused = f.refused.WithField(field, "invalid") }

// sku reads the promotions of one SKU; empty lines mean nothing.
func (f *ruleForm) sku(i int, sku productapi.PublicationSku) (page.AdminSPURule, productapi.Promotions) {
	shown, rules := page.AdminSPURule{At: i, Any: true}, productapi.Promotions{}
	field := func(format string, at ...any) string {
		return fmt.Sprintf("skus[%d].promotions.", i) + fmt.Sprintf(format, at...)
	}
	for n := 0; ; n++ {
		name := field("ladder[%d].count", n)
		if _, there := f.c.GetPostForm(name); !there {
			break
		}
		typed := page.AdminSPURung{
			At: n, Count: strings.TrimSpace(f.c.PostForm(name)), Percent: strings.TrimSpace(f.c.PostForm(field("ladder[%d].perMille", n))),
			Stacks: f.c.PostForm(field("ladder[%d].stacks", n)) == "true",
		}
		shown.Ladder = append(shown.Ladder, typed)
		if typed.Count+typed.Percent == "" {
			continue
		}
		perMille, ok := frame.ReadPercent(typed.Percent)
		if !ok {
			f.refuse(field("ladder[%d].perMille", n))
		}
		rules.Ladder = append(rules.Ladder, couponapi.Rung{Count: frame.Number(typed.Count), PerMille: perMille, AddOther: typed.Stacks})
	}
	for n := 0; ; n++ {
		name := field("fullReduction[%d].full", n)
		if _, there := f.c.GetPostForm(name); !there {
			break
		}
		typed := page.AdminSPUReduction{
			At: n, Full: strings.TrimSpace(f.c.PostForm(name)), Reduce: strings.TrimSpace(f.c.PostForm(field("fullReduction[%d].reduce", n))),
			Stacks: f.c.PostForm(field("fullReduction[%d].stacks", n)) == "true",
		}
		shown.Reduce = append(shown.Reduce, typed)
		if typed.Full+typed.Reduce == "" {
			continue
		}
		full, isFull := typedYuan(typed.Full)
		reduce, isReduce := typedYuan(typed.Reduce)
		if !isFull || !isReduce {
			f.refuse(name)
		}
		rules.FullReduction = append(rules.FullReduction, couponapi.FullReduction{Full: full, Reduce: reduce, AddOther: typed.Stacks})
	}
	f.members(&shown, &rules, sku, field)
	return shown, rules
}

// members reads what members pay. Prices of levels that have none any more stay.
func (f *ruleForm) members(shown *page.AdminSPURule, rules *productapi.Promotions, sku productapi.PublicationSku, field func(string, ...any) string) {
	if sku.Promotions != nil {
		for _, m := range sku.Promotions.MemberPrices {
			if !slices.ContainsFunc(f.levels, func(l product.Level) bool { return l.ID == m.LevelID }) {
				rules.MemberPrices = append(rules.MemberPrices, m)
			}
		}
	}
	for n, l := range f.levels {
		typed := page.AdminSPUMember{
			At: n, Level: l.Name, Price: strings.TrimSpace(f.c.PostForm(field("memberPrices[%d].price", n))), Stacks: f.c.PostForm(field("memberPrices[%d].stacks", n)) == "true",
		}
		shown.Members = append(shown.Members, typed)
		if typed.Price == "" {
			continue
		}
		price, ok := typedYuan(typed.Price)
		if !ok {
			f.refuse(field("memberPrices[%d].price", n))
		}
		rules.MemberPrices = append(rules.MemberPrices, couponapi.MemberPrice{LevelID: l.ID, LevelName: l.Name, Price: price, AddOther: typed.Stacks})
	}
}

// fill reads what is to be filled into many SKUs.
func (f *ruleForm) fill() product.Fill {
	fill := product.Fill{Value: f.c.PostForm("fill-value")}
	text := func(name string) string { return strings.TrimSpace(f.c.PostForm(name)) }
	if text("fill-count")+text("fill-percent") != "" {
		perMille, ok := frame.ReadPercent(text("fill-percent"))
		if count := frame.Number(text("fill-count")); ok && count > 0 {
			fill.Ladder = []couponapi.Rung{{Count: count, PerMille: perMille}}
		} else {
			f.refuse("fill-percent")
		}
	}
	if text("fill-full")+text("fill-reduce") != "" {
		full, isFull := typedYuan(text("fill-full"))
		reduce, isReduce := typedYuan(text("fill-reduce"))
		if !isFull || !isReduce {
			f.refuse("fill-full")
		}
		fill.Reductions = []couponapi.FullReduction{{Full: full, Reduce: reduce}}
	}
	for n, l := range f.levels {
		name := fmt.Sprintf("fill-level-%d", n)
		if text(name) == "" {
			continue
		}
		perMille, ok := frame.ReadPercent(text(name))
		if !ok {
			f.refuse(name)
		}
		fill.Members = append(fill.Members, product.MemberShare{Level: product.Named{ID: l.ID, Name: l.Name}, PerMille: perMille})
	}
	return fill
}

// keepRules takes the promotions of all SKUs. Those that are as coupon has them are not spoken of, so that coupon's desk stays free to change
// them meanwhile.
func (p publishing) keepRules(c *gin.Context, d, present product.Draft, by adminapi.By) error {
	k := p.known(c, d)
	if k.away {
		return p.on(c, d.ID, "rules", "spu.kept")
	}
	form := &ruleForm{c: c, levels: k.levels, refused: apperr.ErrInvalid}
	typed := make([]page.AdminSPURule, len(d.Body.Skus))
	d.Body.Skus = slices.Clone(d.Body.Skus)
	for i := range d.Body.Skus {
		var rules productapi.Promotions
		typed[i], rules = form.sku(i, k.body.Skus[i])
		was := productapi.Promotions{}
		if k.body.Skus[i].Promotions != nil {
			was = *k.body.Skus[i].Promotions
		}
		if !reflect.DeepEqual(rules, was) {
			d.Body.Skus[i].Promotions = &rules
		}
	}
	told := "spu.kept"
	if c.PostForm("go") == "fill" {
		if fill := form.fill(); len(form.refused.Fields) == 0 {
			whole := k.body
			whole.Skus = slices.Clone(d.Body.Skus)
			for i := range whole.Skus {
				if whole.Skus[i].Promotions == nil {
					whole.Skus[i].Promotions = k.body.Skus[i].Promotions
				}
			}
			filled := fill.Apply(whole)
			for i := range filled.Skus {
				if !reflect.DeepEqual(filled.Skus[i].Promotions, k.body.Skus[i].Promotions) {
					d.Body.Skus[i].Promotions = filled.Skus[i].Promotions
				}
			}
			told = "spu.filled"
		}
	}
	err := product.CheckPromotions(d.Body)
	if len(form.refused.Fields) > 0 {
		err = form.refused
	}
	if err != nil {
		return p.showRules(c, http.StatusUnprocessableEntity, d, typed, p.wrong(c, err), nil)
	}
	kept, err := p.uc.Keep(c.Request.Context(), d, by)
	if err != nil {
		status, wrong, meanwhile, unexpected := p.refusal(c, err, present)
		if unexpected != nil {
			return unexpected
		}
		return p.showRules(c, status, d, typed, wrong, meanwhile)
	}
	return p.on(c, kept.ID, "rules", told)
}
