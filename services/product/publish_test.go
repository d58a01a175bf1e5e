package product

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/money"
)

func terms() Terms {
	return Terms{Path: []Named{{1, "家居"}, {2, "厨具"}, {3, "茶具"}}, Template: Template{
		Brands: []Named{{7, "景窑"}}, Groups: []TemplateGroup{{AttrGroup: AttrGroup{Name: "主体"}, Attrs: []Attr{{ID: 11, Name: "产地"}}}},
		Sale: []Attr{{ID: 21, Name: "颜色"}, {ID: 22, Name: "容量"}},
	}}
}

// cup is a product of two SKUs that nothing is wrong with.
func cup() productapi.Publication {
	return productapi.Publication{
		Name: "青瓷杯", CategoryID: 3, BrandID: 7, Weight: 300, Album: []string{"/media/a/1.jpg", "/media/a/2.jpg"}, Specs: []productapi.SpecValue{{AttrID: 11, Value: "景德镇"}},
		SaleAttrs: []productapi.SaleChoice{{AttrID: 21, Values: []string{"青", "白"}}}, Skus: []productapi.PublicationSku{
			{Values: []string{"青"}, Title: "青瓷杯 青", Price: 3900, Images: []string{"/media/a/1.jpg"}},
			{Values: []string{"白"}, Title: "青瓷杯 白", Price: 4900, Images: []string{"/media/a/2.jpg"}},
		},
	}
}

// standingCup is the cup as it is published, its SKUs 101 and 102.
func standingCup(status SPUStatus) *Published {
	p := &Published{ID: 5, Status: status, Publication: cup()}
	p.Skus[0].SkuID, p.Skus[1].SkuID = 101, 102
	return p
}

func faultsOf(err error) map[string]string {
	all := map[string]string{}
	if err != nil {
		for _, f := range apperr.From(err).Fields {
			all[f.Name] = f.Code
		}
	}
	return all
}

func TestCombinations(t *testing.T) {
	colour, size := productapi.SaleChoice{AttrID: 21, Values: []string{"青", "白"}}, productapi.SaleChoice{AttrID: 22, Values: []string{"S", "M", "L"}}
	require.Equal(t, [][]string{{}}, Combinations(nil), "nothing to choose is one SKU")
	require.Equal(t, [][]string{{"青"}, {"白"}}, Combinations([]productapi.SaleChoice{colour}))
	require.Equal(t, [][]string{{"青", "S"}, {"青", "M"}, {"青", "L"}, {"白", "S"}, {"白", "M"}, {"白", "L"}}, Combinations([]productapi.SaleChoice{colour, size}))
	require.Empty(t, Combinations([]productapi.SaleChoice{colour, {AttrID: 22}}))
	require.Equal(t, 6, CountCombinations([]productapi.SaleChoice{colour, size}))
	many := make([]string, 40)
	require.Equal(t, MaxPublished+1, CountCombinations([]productapi.SaleChoice{{Values: many}, {Values: many}, {Values: many}, {Values: many}}), "counted without being made")
}

func TestWhatIsPublishedIsJudged(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(p *productapi.Publication)
		want  map[string]string
	}{
		"sound":                    {func(*productapi.Publication) {}, map[string]string{}},
		"one SKU without a choice": {func(p *productapi.Publication) { p.SaleAttrs, p.Skus = nil, p.Skus[:1]; p.Skus[0].Values = nil }, map[string]string{}},
		"no name":                  {func(p *productapi.Publication) { p.Name = "" }, map[string]string{"name": "required"}},
		"a tab in the name":        {func(p *productapi.Publication) { p.Name = "a\tb" }, map[string]string{"name": "invalid"}},
		"a name of NULs":           {func(p *productapi.Publication) { p.Name = "\x00" }, map[string]string{"name": "invalid"}},
		"a title of no letters":    {func(p *productapi.Publication) { p.Skus[0].Title = "\xff\xfe" }, map[string]string{"skus[0].title": "invalid"}},
		"a brand of elsewhere":     {func(p *productapi.Publication) { p.BrandID = 8 }, map[string]string{"brandId": "brand_elsewhere"}},
		"negative weight":          {func(p *productapi.Publication) { p.Weight = -1 }, map[string]string{"weight": "range"}},
		"points":                   {func(p *productapi.Publication) { p.Bounds = &couponapi.Bounds{Points: -1} }, map[string]string{"bounds.points": "range"}},
		"a picture of elsewhere":   {func(p *productapi.Publication) { p.Album[0] = "https://evil.example/x.jpg" }, map[string]string{"album": "invalid"}},
		"a crooked picture":        {func(p *productapi.Publication) { p.Album[0] = "/media/../etc/passwd" }, map[string]string{"album": "invalid"}},
		"a picture twice":          {func(p *productapi.Publication) { p.Album[1] = p.Album[0] }, map[string]string{"album": "duplicate"}},
		"unknown specification":    {func(p *productapi.Publication) { p.Specs[0].AttrID = 99 }, map[string]string{"specs[0].attrId": "unknown"}},
		"unknown sale attribute":   {func(p *productapi.Publication) { p.SaleAttrs[0].AttrID = 11 }, map[string]string{"saleAttrs[0].attrId": "unknown"}},
		"a value twice":            {func(p *productapi.Publication) { p.SaleAttrs[0].Values = []string{"青", "白", "青"} }, map[string]string{"saleAttrs[0].values": "duplicate"}},
		"no SKU":                   {func(p *productapi.Publication) { p.Skus = nil }, map[string]string{"skus": "required"}},
		"a combination twice":      {func(p *productapi.Publication) { p.Skus[1].Values = []string{"青"} }, map[string]string{"skus[1].values": "duplicate"}},
		"a value of nobody":        {func(p *productapi.Publication) { p.Skus[1].Values = []string{"红"} }, map[string]string{"skus[1].values": "unknown"}},
		"too few values":           {func(p *productapi.Publication) { p.Skus[1].Values = nil }, map[string]string{"skus[1].values": "invalid"}},
		"a price of nothing":       {func(p *productapi.Publication) { p.Skus[0].Price = 0 }, map[string]string{"skus[0].price": "range"}},
		"somebody's SKU":           {func(p *productapi.Publication) { p.Skus[0].SkuID = 1101 }, map[string]string{"skus[0].skuId": "unknown"}},
		"dearer for members": {func(p *productapi.Publication) {
			p.Skus[0].Promotions = &productapi.Promotions{MemberPrices: []couponapi.MemberPrice{{LevelID: 1, Price: 4000}}}
		}, map[string]string{"skus[0].promotions.memberPrices[0].price": "range"}},
		"more off than it costs": {func(p *productapi.Publication) {
			p.Skus[0].Promotions = &productapi.Promotions{FullReduction: []couponapi.FullReduction{{Full: 100, Reduce: 200}}}
		}, map[string]string{"skus[0].promotions.fullReduction[0].reduce": "range"}},
		"two rungs alike": {func(p *productapi.Publication) {
			p.Skus[0].Promotions = &productapi.Promotions{Ladder: []couponapi.Rung{{Count: 3, PerMille: 950}, {Count: 3, PerMille: 900}}}
		}, map[string]string{"skus[0].promotions.ladder[1].count": "duplicate"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := cup()
			tt.spoil(&p)
			require.Equal(t, tt.want, faultsOf(CheckPublication(p, terms(), nil)))
		})
	}
	require.Equal(t, "unknown", faultsOf(CheckPublication(cup(), Terms{}, nil))["categoryId"])
}

func TestWhatExistsStays(t *testing.T) {
	for name, tt := range map[string]struct {
		status SPUStatus
		change func(p *productapi.Publication)
		want   map[string]string
	}{
		"a new price": {SPUUp, func(p *productapi.Publication) { p.Skus[0].Price = 1 }, map[string]string{}},
		"a new value": {SPUUp, func(p *productapi.Publication) {
			p.SaleAttrs[0].Values = append(p.SaleAttrs[0].Values, "黑")
			p.Skus = append(p.Skus, productapi.PublicationSku{Values: []string{"黑"}, Title: "黑", Price: 1, Images: []string{"/media/a/1.jpg"}})
		}, map[string]string{}},
		"another sale attribute besides": {SPUUp, func(p *productapi.Publication) {
			p.SaleAttrs = append(p.SaleAttrs, productapi.SaleChoice{AttrID: 22, Values: []string{"S", "L"}})
			p.Skus[0].Values, p.Skus[1].Values = []string{"青", "S"}, []string{"白", "S"}
			p.Skus = append(p.Skus, productapi.PublicationSku{Values: []string{"青", "L"}, Title: "青 L", Price: 1, Images: []string{"/media/a/1.jpg"}})
		}, map[string]string{}},
		"one that is none of the category": {SPUUp, func(p *productapi.Publication) {
			p.SaleAttrs = append(p.SaleAttrs, productapi.SaleChoice{AttrID: 23, Values: []string{"S"}})
			p.Skus[0].Values, p.Skus[1].Values = []string{"青", "S"}, []string{"白", "S"}
		}, map[string]string{"saleAttrs[1].attrId": "unknown"}},
		"one without a value for a SKU": {SPUUp, func(p *productapi.Publication) {
			p.SaleAttrs = append(p.SaleAttrs, productapi.SaleChoice{AttrID: 22, Values: []string{"S"}})
			p.Skus[0].Values = []string{"青", "S"}
		}, map[string]string{"skus[1].values": "invalid"}},
		"another category": {SPUDown, func(p *productapi.Publication) { p.CategoryID = 4 }, map[string]string{"categoryId": "settled"}},
		"a SKU left out":   {SPUDown, func(p *productapi.Publication) { p.Skus = p.Skus[:1] }, map[string]string{"skus": "sku_kept"}},
		"a SKU made another": {SPUDown, func(p *productapi.Publication) {
			p.Skus[0].Values, p.Skus[1].Values = p.Skus[1].Values, p.Skus[0].Values
		}, map[string]string{"skus[0].values": "settled", "skus[1].values": "settled"}},
		"another sale attribute": {SPUDown, func(p *productapi.Publication) { p.SaleAttrs[0].AttrID = 22 }, map[string]string{"saleAttrs": "settled"}},
		"sold without a picture": {SPUUp, func(p *productapi.Publication) { p.Skus[0].Images = nil }, map[string]string{"skus[0].images": "picture_missing"}},
		"off the shelf without":  {SPUDown, func(p *productapi.Publication) { p.Skus[0].Images = nil }, map[string]string{}},
		"nothing on sale":        {SPUUp, func(p *productapi.Publication) { p.Skus[0].Off, p.Skus[1].Off = true, true }, map[string]string{"skus": "sku_missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := standingCup(tt.status).Publication
			tt.change(&p)
			require.Equal(t, tt.want, faultsOf(CheckPublication(p, terms(), standingCup(tt.status))))
		})
	}
}

func TestCombinationsThatStayChosen(t *testing.T) {
	body := standingCup(SPUDown).Publication
	wider := []productapi.SaleChoice{{AttrID: 21, Values: []string{"青", "白", "黑"}}}
	require.Equal(t, [][]string{{"青"}, {"白"}, {"黑"}}, Renewed(body, wider))
	body.Skus = body.Skus[:1]
	require.Equal(t, [][]string{{"青"}, {"黑"}}, Renewed(body, wider), "what was left out stays out, what is new comes in")
	require.Len(t, Renewed(body, append(wider, productapi.SaleChoice{AttrID: 22, Values: []string{"S", "L"}})), 6)

	chosen := Choose(body, wider, [][]string{{"黑"}})
	require.Len(t, chosen.Skus, 2)
	require.EqualValues(t, 101, chosen.Skus[0].SkuID, "what exists stays though it was not chosen")
	require.Equal(t, "青瓷杯 黑", chosen.Skus[1].Title)
	require.EqualValues(t, 300, chosen.Skus[1].Weight)
}

func TestASaleAttributeThatComesLater(t *testing.T) {
	body := standingCup(SPUDown).Publication
	settled := body.SaleAttrs
	wider := append(slices.Clone(settled), productapi.SaleChoice{AttrID: 22, Values: []string{"S", "L"}})
	chosen := Renewed(body, wider)
	body = Choose(Widen(body, settled, wider, map[int64]string{22: "S"}), wider, chosen)
	require.Len(t, body.Skus, 4)
	require.Equal(t, []string{"青", "S"}, body.Skus[0].Values)
	require.Equal(t, []int64{101, 0, 102, 0}, []int64{body.Skus[0].SkuID, body.Skus[1].SkuID, body.Skus[2].SkuID, body.Skus[3].SkuID})
	require.EqualValues(t, 3900, body.Skus[0].Price)
	again := Widen(body, settled, wider, map[int64]string{22: "L"})
	require.Equal(t, []string{"青", "L"}, again.Skus[0].Values, "until it is saved it may become another")
	require.Equal(t, []string{"青", "L"}, again.Skus[1].Values, "what is new keeps its own")
	require.Equal(t, []string{"青"}, Widen(body, settled, settled, nil).Skus[0].Values, "and it may go again")

	// Somebody else has added a SKU meanwhile: it gets what the others are.
	present := standingCup(SPUDown).Publication
	present.SaleAttrs[0].Values = append(present.SaleAttrs[0].Values, "黑")
	present.Skus = append(present.Skus, productapi.PublicationSku{SkuID: 103, Values: []string{"黑"}})
	over := rebased(body, present)
	require.Len(t, over.Skus, 5)
	require.Equal(t, []string{"黑", "S"}, over.Skus[4].Values)
	require.Equal(t, []string{"青", "白", "黑"}, over.SaleAttrs[0].Values)
	present.SaleAttrs = append(present.SaleAttrs, productapi.SaleChoice{AttrID: 24, Values: []string{"x"}})
	require.Equal(t, present.Skus, rebased(body, present).Skus, "where SKUs differ in something else now, these are taken")
}

func TestFilling(t *testing.T) {
	price, weight := money.Fen(2000), int64(500)
	body := Fill{Value: "白", Price: &price, Weight: &weight, Images: []string{"/media/a/9.jpg"}, Members: []MemberShare{{Named{4, "金牌"}, 900}}}.Apply(cup())
	require.EqualValues(t, 3900, body.Skus[0].Price, "another value")
	require.Nil(t, body.Skus[0].Promotions)
	require.EqualValues(t, 2000, body.Skus[1].Price)
	require.Equal(t, []string{"/media/a/9.jpg"}, body.Skus[1].Images)
	require.Equal(t, []couponapi.MemberPrice{{LevelID: 4, LevelName: "金牌", Price: 1800}}, body.Skus[1].Promotions.MemberPrices)
	again := Fill{Members: []MemberShare{{Named{4, "金牌"}, 500}}, Ladder: []couponapi.Rung{{Count: 2, PerMille: 900}}}.Apply(body)
	require.Len(t, again.Skus[1].Promotions.MemberPrices, 1, "in the place of the one before")
	require.Len(t, again.Skus[0].Promotions.Ladder, 1)
}

func TestRulesThatAreNotSpokenOfStay(t *testing.T) {
	present := couponapi.SpuRules{SpuID: 5, Bounds: &couponapi.Bounds{Points: 9}, Skus: []couponapi.SkuRules{{SkuID: 101, Ladder: []couponapi.Rung{{Count: 2, PerMille: 900}}}, {SkuID: 102}}}
	told := couponapi.SpuRules{SpuID: 5, Skus: []couponapi.SkuRules{{SkuID: 102, MemberPrices: []couponapi.MemberPrice{{LevelID: 1, Price: 5}}}}}
	all := Overlay(present, told)
	require.EqualValues(t, 9, all.Bounds.Points)
	require.Len(t, all.Skus, 2)
	require.Len(t, all.Skus[0].Ladder, 1)
	require.Len(t, all.Skus[1].MemberPrices, 1, "member prices alone are rules too")
	shown := WithRules(standingCup(SPUUp).Publication, all)
	require.Len(t, shown.Skus[0].Promotions.Ladder, 1)
	require.Len(t, shown.Skus[1].Promotions.MemberPrices, 1)
}

func TestPreview(t *testing.T) {
	p := cup()
	p.Bounds, p.DescriptionImages = UsualBounds(5, 6), []string{"/media/a/3.jpg"}
	p.Skus[1].Promotions = &productapi.Promotions{Ladder: []couponapi.Rung{{Count: 3, PerMille: 950}}}
	item, ok := Preview(p, terms(), 1)
	require.True(t, ok)
	require.Equal(t, "青瓷杯 白", item.SKU.Title)
	require.Equal(t, "景窑", item.SKU.Brand.Name)
	require.Equal(t, []SpecGroup{{Name: "主体", Attrs: []AttrValue{{AttrID: 11, Name: "产地", Value: "景德镇"}}}}, item.Specs)
	require.Len(t, item.SaleAttrs[0].Values, 2)
	require.True(t, item.HasStock())
	require.Equal(t, couponapi.RuleLadder, item.Promotions.Promotions[0].Code)
	require.EqualValues(t, 5, item.Promotions.GiftPoints)
	_, ok = Preview(productapi.Publication{}, terms(), 0)
	require.False(t, ok)
	p.Skus[0].Images = nil
	item, _ = Preview(p, terms(), 0)
	require.Equal(t, p.Album, item.Images)
}
