package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/services/product"
	"gulimall/services/product/seed"
	"gulimall/services/product/store"
)

// phone is what is published in the demo shop's category of phones.
func phone(key string) product.Saving {
	return product.Saving{
		Key: key, Terms: product.Terms{Template: product.Template{Sale: []product.Attr{{ID: 22501, Name: "颜色"}}}},
		Publication: productapi.Publication{
			Name: "新手机", Summary: "又新又好", Description: "第一段\n第二段", CategoryID: 225, BrandID: 9, Weight: 200, Album: []string{"/media/a/1.jpg", "/media/a/2.jpg"},
			DescriptionImages: []string{"/media/a/1.jpg"}, SaleAttrs: []productapi.SaleChoice{{AttrID: 22501, Values: []string{"红", "蓝"}}},
			Skus: []productapi.PublicationSku{
				{Values: []string{"红"}, Title: "新手机 红", Price: 100, Images: []string{"/media/a/2.jpg", "/media/a/1.jpg"}, Promotions: &productapi.Promotions{
					MemberPrices: []couponapi.MemberPrice{{LevelID: 3, LevelName: "金牌", Price: 90}},
				}},
				{Values: []string{"蓝"}, Title: "新手机 蓝", Price: 200, Images: []string{"/media/a/1.jpg"}},
			},
		},
	}
}

// shelf is a seeded store.
func shelf(t *testing.T) (*store.Store, *gorm.DB) {
	t.Helper()
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	_, err := seed.Rows(t.Context(), db, now())
	require.NoError(t, err)
	return store.New(db, outbox.New(db), now), db
}

func by() adminapi.By { return adminapi.By{StaffID: 2, Account: "marketing"} }

func acts(t *testing.T, db *gorm.DB) (all []string) {
	t.Helper()
	require.NoError(t, db.Raw("SELECT JSON_VALUE(payload, '$.data.action') FROM mq_message WHERE routing_key = ? ORDER BY id", adminapi.KeyActed).Scan(&all).Error)
	return all
}

func count(t *testing.T, db *gorm.DB, table string) (n int64) {
	t.Helper()
	require.NoError(t, db.Raw("SELECT COUNT(*) FROM "+table).Scan(&n).Error) //nolint:gosec // a name of ours
	return n
}

func TestWhatIsPublishedComesBackAsItWentIn(t *testing.T) {
	s, db := shelf(t)
	what := phone("staff:a")
	id, err := s.SaveSPU(t.Context(), what, by())
	require.NoError(t, err)
	found, err := s.Published(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, product.SPUNew, found.Status)
	require.EqualValues(t, 1, found.Version)
	want := what.Publication
	want.Version, want.Specs = 1, []productapi.SpecValue{}
	for i := range want.Skus {
		want.Skus[i].SkuID, want.Skus[i].Promotions = found.Skus[i].SkuID, nil
	}
	require.NotZero(t, found.Skus[0].SkuID)
	require.Equal(t, want, found.Publication)
	require.NotNil(t, found.Passing, "coupon has not been told yet")
	require.Equal(t, []string{"spu.published"}, acts(t, db))

	spu, err := s.SPU(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, what.DescriptionImages, spu.About)
	require.Equal(t, []string{"/media/a/2.jpg", "/media/a/1.jpg"}, spu.Gallery[found.Skus[0].SkuID])
	skus, err := s.Skus(t.Context(), found.SkuIDs())
	require.NoError(t, err)
	require.False(t, skus[0].OnShelf, "not up yet")
	require.Equal(t, []product.AttrValue{{AttrID: 22501, Name: "颜色", Value: "红"}}, skus[0].Attrs)
}

func TestTheSameTwiceIsOne(t *testing.T) {
	s, db := shelf(t)
	before := count(t, db, "pms_spu_info")
	var wg sync.WaitGroup
	ids := make([]int64, 8)
	for i := range ids {
		wg.Go(func() {
			id, err := s.SaveSPU(t.Context(), phone("staff:same"), by())
			require.NoError(t, err)
			ids[i] = id
		})
	}
	wg.Wait()
	for _, id := range ids {
		require.Equal(t, ids[0], id)
	}
	require.Equal(t, before+1, count(t, db, "pms_spu_info"))
	require.Len(t, acts(t, db), 1)

	d, err := s.AddDraft(t.Context(), product.Draft{Version: 1, UpdatedAt: now(), Body: phone("").Publication})
	require.NoError(t, err)
	for i := range ids {
		wg.Go(func() {
			what := phone(fmt.Sprintf("draft:%d", d.ID))
			what.Draft = &d
			id, err := s.SaveSPU(t.Context(), what, by())
			require.NoError(t, err)
			ids[i] = id
		})
	}
	wg.Wait()
	require.Equal(t, before+2, count(t, db, "pms_spu_info"))
	saved, err := s.Draft(t.Context(), d.ID)
	require.NoError(t, err)
	require.True(t, saved.Saved)
	require.Equal(t, ids[0], saved.SPUID)
	_, err = s.ChangeDraft(t.Context(), saved)
	require.ErrorIs(t, err, product.ErrEditedMeantime, "what is saved is no draft any more")
}

func TestAChangeNamesItsVersion(t *testing.T) {
	s, db := shelf(t)
	id, err := s.SaveSPU(t.Context(), phone("staff:a"), by())
	require.NoError(t, err)
	found, err := s.Published(t.Context(), id)
	require.NoError(t, err)

	price := money.Fen(300)
	require.NoError(t, s.EditSKU(t.Context(), found.Skus[0].SkuID, productapi.SkuEdit{Version: 1, Price: &price}, product.SPUNew, by()))
	require.ErrorIs(t, s.EditSKU(t.Context(), found.Skus[0].SkuID, productapi.SkuEdit{Version: 1, Price: &price}, product.SPUNew, by()), product.ErrEditedMeantime)
	what := phone("")
	what.ID, what.Publication = id, found.Publication
	_, err = s.SaveSPU(t.Context(), what, by())
	require.ErrorIs(t, err, product.ErrEditedMeantime, "the price of one of its SKUs is another now")

	what.Version = 2
	what.Skus[0].Price, what.Skus[1].Off = 400, true
	what.SaleAttrs[0].Values = append(what.SaleAttrs[0].Values, "绿")
	what.Skus = append(what.Skus, productapi.PublicationSku{Values: []string{"绿"}, Title: "新手机 绿", Price: 500, Images: []string{"/media/a/1.jpg"}})
	_, err = s.SaveSPU(t.Context(), what, by())
	require.NoError(t, err)
	changed, err := s.Published(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, changed.Skus, 3)
	require.Equal(t, found.Skus[0].SkuID, changed.Skus[0].SkuID)
	require.EqualValues(t, 400, changed.Skus[0].Price)
	require.True(t, changed.Skus[1].Off)
	require.Equal(t, []string{"绿"}, changed.Skus[2].Values)
	require.Equal(t, []string{"spu.published", "sku.changed", "spu.changed"}, acts(t, db))

	// What SKUs differ in besides comes later: those that exist stay what they are for orders and carts.
	what.Publication, what.Terms.Sale = changed.Publication, append(what.Terms.Sale, product.Attr{ID: 22502, Name: "版本"})
	what.SaleAttrs = append(what.SaleAttrs, productapi.SaleChoice{AttrID: 22502, Values: []string{"标准", "礼盒"}})
	for i := range what.Skus {
		what.Skus[i].Values = append(what.Skus[i].Values, "标准")
	}
	what.Skus = append(what.Skus, productapi.PublicationSku{Values: []string{"红", "礼盒"}, Title: "礼盒", Price: 900, Images: []string{"/media/a/1.jpg"}})
	for range 2 {
		_, err = s.SaveSPU(t.Context(), what, by())
		require.NoError(t, err)
		wider, err := s.Published(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, found.Skus[0].SkuID, wider.Skus[0].SkuID)
		require.Equal(t, []string{"红", "标准"}, wider.Skus[0].Values)
		require.Equal(t, []string{"红", "礼盒"}, wider.Skus[3].Values)
		what.Publication = wider.Publication
	}

	what.ID = 99999
	_, err = s.SaveSPU(t.Context(), what, by())
	require.ErrorIs(t, err, product.ErrNoSPU)
	require.ErrorIs(t, s.EditSKU(t.Context(), 99999, productapi.SkuEdit{Version: 1}, product.SPUNew, by()), product.ErrSkuNotFound)
}

func TestUpAndDown(t *testing.T) {
	s, db := shelf(t)
	id, err := s.SaveSPU(t.Context(), phone("staff:a"), by())
	require.NoError(t, err)
	found, err := s.Published(t.Context(), id)
	require.NoError(t, err)
	changed, err := s.Shelve(t.Context(), id, product.SPUUp, func(product.Published) error { return product.ErrIncomplete }, by())
	require.ErrorIs(t, err, product.ErrIncomplete)
	require.False(t, changed)
	ups := 0
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range 6 {
		wg.Go(func() {
			changed, err := s.Shelve(t.Context(), id, product.SPUUp, product.Complete, by())
			require.NoError(t, err)
			mu.Lock()
			defer mu.Unlock()
			if changed {
				ups++
			}
		})
	}
	wg.Wait()
	require.Equal(t, 1, ups, "up once, however often it is asked for")
	what := phone("")
	what.ID, what.Publication = id, found.Publication
	_, err = s.SaveSPU(t.Context(), what, by())
	require.ErrorIs(t, err, product.ErrEditedMeantime, "what was judged while it was not for sale is not saved once it is")
	require.ErrorIs(t, s.EditSKU(t.Context(), found.Skus[0].SkuID, productapi.SkuEdit{Version: 1}, product.SPUNew, by()), product.ErrEditedMeantime)
	docs, err := s.Documents(t.Context(), found.SkuIDs())
	require.NoError(t, err)
	require.Len(t, docs, 2)
	_, err = s.Shelve(t.Context(), id, product.SPUDown, anyway, by())
	require.NoError(t, err)
	docs, err = s.Documents(t.Context(), found.SkuIDs())
	require.NoError(t, err)
	require.Empty(t, docs)
	require.Equal(t, []string{"spu.published", "spu.up", "spu.down"}, acts(t, db))
	_, err = s.Shelve(t.Context(), 99999, product.SPUUp, anyway, by())
	require.ErrorIs(t, err, product.ErrNoSPU)
}

func anyway(product.Published) error { return nil }

func TestProductsAreListed(t *testing.T) {
	s, db := shelf(t)
	id, err := s.SaveSPU(t.Context(), phone("staff:a"), by())
	require.NoError(t, err)
	page := paging.Page{Number: 1, Size: 10}
	up, fresh := product.SPUUp, product.SPUNew
	for name, tt := range map[string]struct {
		q    product.SPUQuery
		want int64
	}{
		"all":            {product.SPUQuery{}, count(t, db, "pms_spu_info")},
		"by name":        {product.SPUQuery{Keyword: "新手"}, 1},
		"not inside":     {product.SPUQuery{Keyword: "手机"}, 0},
		"by number":      {product.SPUQuery{Keyword: fmt.Sprint(id)}, 1},
		"no wildcards":   {product.SPUQuery{Keyword: "%"}, 0},
		"new":            {product.SPUQuery{Status: &fresh}, 1},
		"for sale":       {product.SPUQuery{Status: &up}, count(t, db, "pms_spu_info") - 1},
		"top category":   {product.SPUQuery{CategoryID: 2, Status: &fresh}, 1},
		"middle":         {product.SPUQuery{CategoryID: 34, Status: &fresh}, 1},
		"leaf and brand": {product.SPUQuery{CategoryID: 225, BrandID: 9, Status: &fresh}, 1},
		"elsewhere":      {product.SPUQuery{CategoryID: 1, Status: &fresh}, 0},
	} {
		tt.q.Page = page
		rows, total, err := s.SPUs(t.Context(), tt.q)
		require.NoError(t, err, name)
		require.Equal(t, tt.want, total, name)
		if name == "new" {
			require.Equal(t, id, rows[0].ID)
			require.EqualValues(t, 2, rows[0].Skus)
			require.EqualValues(t, 100, rows[0].Lowest)
			require.EqualValues(t, 200, rows[0].Highest)
		}
	}
	found, err := s.Published(t.Context(), id)
	require.NoError(t, err)
	price := money.Fen(1)
	require.NoError(t, s.EditSKU(t.Context(), found.Skus[1].SkuID, productapi.SkuEdit{Version: 1, Price: &price}, product.SPUNew, by()))
	require.NoError(t, s.Sold(t.Context(), map[int64]int64{found.Skus[0].SkuID: 900_000, found.Skus[1].SkuID: 100_000}))
	for _, by := range product.SPUSorts() {
		q := product.SPUQuery{Sort: by, Down: by != product.ByPrice && by != product.ByName, Page: page}
		rows, _, err := s.SPUs(t.Context(), q)
		require.NoError(t, err)
		if by != product.ByName {
			require.Equal(t, id, rows[0].ID, "first by %s", by)
		}
		q.Down = !q.Down
		rows, _, err = s.SPUs(t.Context(), q)
		require.NoError(t, err)
		require.NotEqual(t, id, rows[0].ID, "not the other way, by %s", by)
	}
	rows, _, err := s.SPUs(t.Context(), product.SPUQuery{Sort: product.BySold, Down: true, Page: page})
	require.NoError(t, err)
	require.EqualValues(t, 1_000_000, rows[0].Sold)
	var apart int64
	require.NoError(t, db.Raw(`SELECT COUNT(*) FROM pms_spu_info s WHERE s.lowest_price <> (SELECT MIN(price) FROM pms_sku_info k WHERE k.spu_id = s.id)
		OR s.sold <> (SELECT SUM(sale_count) FROM pms_sku_info k WHERE k.spu_id = s.id)`).Scan(&apart).Error)
	require.Zero(t, apart, "what products keep of their SKUs is what these say")
	path, err := s.CategoryPath(t.Context(), 225)
	require.NoError(t, err)
	require.Equal(t, []product.Named{{ID: 2, Name: "手机"}, {ID: 34, Name: "手机通讯"}, {ID: 225, Name: "手机"}}, path)
	path, err = s.CategoryPath(t.Context(), 34)
	require.NoError(t, err)
	require.Empty(t, path)
}

func TestRulesWaitUntilCouponHasThem(t *testing.T) {
	s, _ := shelf(t)
	id, err := s.SaveSPU(t.Context(), phone("staff:a"), by())
	require.NoError(t, err)
	due, err := s.DueRules(t.Context(), now(), now().Add(time.Minute), 5)
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.EqualValues(t, 90, due[0].Rules.Skus[0].MemberPrices[0].Price, "member prices alone are not lost")
	require.Equal(t, "marketing", due[0].Rules.By.Account)
	again, err := s.DueRules(t.Context(), now(), now().Add(time.Minute), 5)
	require.NoError(t, err)
	require.Empty(t, again, "one tells coupon at a time")

	// Whoever crashed lets go of them in the end; newer rules come meanwhile, and what was told of the older ones does not end their waiting.
	what := phone("")
	what.ID, what.Version = id, 1
	found, err := s.Published(t.Context(), id)
	require.NoError(t, err)
	for i := range what.Skus {
		what.Skus[i].SkuID = found.Skus[i].SkuID
	}
	what.Skus[0].Promotions, what.Bounds = nil, product.UsualBounds(7, 8)
	_, err = s.SaveSPU(t.Context(), what, by())
	require.NoError(t, err)
	require.NoError(t, s.RulesTold(t.Context(), due[0]))
	due, err = s.DueRules(t.Context(), now(), now().Add(time.Minute), 5)
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.EqualValues(t, 7, due[0].Rules.Bounds.Points)
	require.Len(t, due[0].Rules.Skus, 1, "over what had not been told")
	require.NoError(t, s.RulesDelayed(t.Context(), due[0], "away", now().Add(time.Second)))
	found, err = s.Published(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "away", found.Passing.Trouble)
	due, err = s.DueRules(t.Context(), now().Add(2*time.Second), now().Add(time.Minute), 5)
	require.NoError(t, err)
	require.NoError(t, s.RulesTold(t.Context(), due[0]))
	found, err = s.Published(t.Context(), id)
	require.NoError(t, err)
	require.Nil(t, found.Passing)
}

func TestWhatCouponRefusesWaitsForPeople(t *testing.T) {
	s, db := shelf(t)
	id, err := s.SaveSPU(t.Context(), phone("staff:a"), by())
	require.NoError(t, err)
	due, err := s.DueRules(t.Context(), now(), now().Add(time.Minute), 5)
	require.NoError(t, err)
	why := product.Refusal{Code: "invalid", Fields: []product.RefusedField{{SkuID: 7, Field: "skus[0].memberPrices[0].price", Code: "max"}}}
	require.NoError(t, s.RulesRefused(t.Context(), due[0], why))
	require.NoError(t, s.RulesDelayed(t.Context(), due[0], "late news of an older try", now()))
	later := now().Add(time.Hour)
	none, err := s.DueRules(t.Context(), later, later, 5)
	require.NoError(t, err)
	require.Empty(t, none, "what was refused is not told again by itself")
	found, err := s.Published(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, &why, found.Passing.Refusal)
	require.EqualValues(t, 90, found.Passing.Rules.Skus[0].MemberPrices[0].Price)

	require.ErrorIs(t, s.ResendRules(t.Context(), id, "another", by()), product.ErrNotRefused)
	require.NoError(t, s.ResendRules(t.Context(), id, due[0].Token, by()))
	require.ErrorIs(t, s.ForgetRules(t.Context(), id, due[0].Token, by()), product.ErrNotRefused)
	due, err = s.DueRules(t.Context(), later, later, 5)
	require.NoError(t, err)
	require.Len(t, due, 1)

	// Newer rules that come while older ones are refused are told.
	what := phone("")
	what.ID, what.Version = id, 1
	for i := range what.Skus {
		what.Skus[i].SkuID = found.Skus[i].SkuID
	}
	_, err = s.SaveSPU(t.Context(), what, by())
	require.NoError(t, err)
	require.NoError(t, s.RulesRefused(t.Context(), due[0], why))
	due, err = s.DueRules(t.Context(), later, later, 5)
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.NoError(t, s.RulesRefused(t.Context(), due[0], why))
	require.NoError(t, s.ForgetRules(t.Context(), id, due[0].Token, by()))
	found, err = s.Published(t.Context(), id)
	require.NoError(t, err)
	require.Nil(t, found.Passing)
	require.Equal(t, []string{"spu.published", "rules.resent", "spu.changed", "rules.given_up"}, acts(t, db))
}

func TestDrafts(t *testing.T) {
	s, db := shelf(t)
	d, err := s.AddDraft(t.Context(), product.Draft{Version: 1, Account: "admin", UpdatedAt: now(), Body: productapi.Publication{Name: "半成品"}})
	require.NoError(t, err)
	seen := d
	d.Body.Summary = "更好"
	d, err = s.ChangeDraft(t.Context(), d)
	require.NoError(t, err)
	_, err = s.ChangeDraft(t.Context(), seen)
	require.ErrorIs(t, err, product.ErrEditedMeantime)
	all, total, err := s.Drafts(t.Context(), paging.Page{Number: 1, Size: 5})
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.Equal(t, "更好", all[0].Body.Summary)
	require.NoError(t, s.DropDraft(t.Context(), d.ID, by()))
	require.ErrorIs(t, s.DropDraft(t.Context(), d.ID, by()), product.ErrNoDraft)
	require.Equal(t, []string{"draft.dropped"}, acts(t, db))
	_, err = s.Draft(t.Context(), d.ID)
	require.ErrorIs(t, err, product.ErrNoDraft)
	_, err = s.ChangeDraft(t.Context(), d)
	require.ErrorIs(t, err, product.ErrNoDraft)
}
