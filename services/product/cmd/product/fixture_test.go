package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/product"
	"gulimall/services/product/httpapi"
	"gulimall/services/product/pages"
	"gulimall/services/product/search"
	"gulimall/services/product/seed"
	"gulimall/services/product/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// neighbours stand for ware and coupon.
type neighbours struct {
	mu    sync.Mutex
	stock map[int64]int64 // 9 where nothing is said
	away  bool

	claimed int64 // how many coupons every member has
}

func (n *neighbours) Available(_ context.Context, ids []int64) (map[int64]int64, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.away {
		return nil, apperr.ErrUnavailable
	}
	available := map[int64]int64{}
	for _, id := range ids {
		available[id] = 9
		if known, ok := n.stock[id]; ok {
			available[id] = known
		}
	}
	return available, nil
}

func (n *neighbours) Freight(context.Context) ([]product.FreightRule, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.away {
		return nil, apperr.ErrUnavailable
	}
	return []product.FreightRule{{Region: "华东", Provinces: []string{"上海市", "江苏省"}, FirstGrams: 1000, FirstFee: 600, ExtraGrams: 1000, ExtraFee: 100}}, nil
}

func (n *neighbours) Levels(context.Context) ([]product.Level, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.away {
		return nil, apperr.ErrUnavailable
	}
	return []product.Level{{Name: "普通会员", FreeFrom: 29900}, {Name: "金牌会员", GrowthFrom: 20000, FreeFrom: 19900, MemberPrice: true}}, nil
}

func (n *neighbours) Promotions(_ context.Context, sku product.SKU) (couponapi.Promotions, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.away {
		return couponapi.Promotions{}, apperr.ErrUnavailable
	}
	return couponapi.Promotions{
		Promotions: []couponapi.Rule{{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: 3, PerMille: 950}}}, GiftPoints: int64(sku.Price / 100), GiftGrowth: 5,
		Coupons: []couponapi.Claimable{coupon()},
	}, nil
}

func (n *neighbours) Claimable(context.Context, int64) ([]couponapi.Claimable, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.away {
		return nil, apperr.ErrUnavailable
	}
	own := coupon()
	own.Claimed = n.claimed
	return []couponapi.Claimable{own}, nil
}

func coupon() couponapi.Claimable {
	return couponapi.Claimable{
		ID: 7, Name: "新人 <b>礼</b>", Amount: money.Fen(1000), Scope: couponapi.Scope{Kind: couponapi.ScopeAll}, Left: 3, PerLimit: 1,
		ValidFrom: "2026-01-01T00:00:00Z", ValidUntil: "2027-01-01T00:00:00Z",
	}
}

func (n *neighbours) set(change func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change()
}

// instance is one copy of the service, over a schema that others may share.
type instance struct {
	uc     *product.Catalogue
	engine *gin.Engine
	near   *neighbours
	ob     *outbox.Outbox
	db     *gorm.DB
}

// open seeds a schema and starts an instance over it.
func open(tb testing.TB) *instance {
	tb.Helper()
	db := dbtest.Open(tb, outbox.Migrations, store.Migrations())
	_, err := seed.Rows(tb.Context(), db, clock())
	require.NoError(tb, err)
	return over(tb, db)
}

func clock() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// over starts an instance over a schema.
func over(tb testing.TB, db *gorm.DB) *instance {
	tb.Helper()
	index, err := search.New()
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, index.Close()) })
	log := slog.New(slog.DiscardHandler)
	i := &instance{near: &neighbours{stock: map[int64]int64{}}, ob: outbox.New(db), db: db}
	i.uc = product.New(store.New(db, i.ob, clock), index, i.near, i.near, i.near, log, clock)
	require.NoError(tb, i.uc.Rebuild(tb.Context()))

	words, err := i18n.Load()
	require.NoError(tb, err)
	edge := &server.Edge{Log: log, Words: words}
	i.engine, err = server.NewEngine(edge, prometheus.NewRegistry(), time.Now)
	require.NoError(tb, err)
	i.engine.Use(func(c *gin.Context) {
		if name := c.GetHeader("X-Member"); name != "" {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: 3, Username: name}))
		}
	})
	httpapi.Routes(i.engine, i.uc, edge, server.NewDecoder())
	renderer, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(tb, err)
	shop := frame.New(renderer, edge)
	i.engine.NoRoute(shop.NotFound())
	pages.New(i.uc, shop, pages.Deadlines{Pay: 30 * time.Minute, Receive: 7 * 24 * time.Hour}, true, clock).Routes(i.engine)
	return i
}

// ask sends a request and answers status and body. A header is "Name: value".
func (i *instance) ask(t *testing.T, method, target, body string, headers ...string) (int, string, http.Header) {
	t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	req := httptest.NewRequestWithContext(t.Context(), method, target, in)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	i.engine.ServeHTTP(w, req)
	return w.Code, w.Body.String(), w.Header()
}

func (i *instance) get(t *testing.T, target string, headers ...string) string {
	t.Helper()
	status, body, _ := i.ask(t, http.MethodGet, target, "", headers...)
	require.Equal(t, http.StatusOK, status, "%s: %s", target, body)
	return body
}

// TestReading is what an instance answers to those who only read: all of it over one schema, for seeding one takes longer than most of these.
// What needs neighbours of its own makes an instance of its own over it.
func TestReading(t *testing.T) {
	i := open(t)
	t.Run("categories", i.categories)
	t.Run("the golden item", i.anItemIsWhatTheGoldenFileSays)
	t.Run("an item that is not there", i.anItemThatIsNotThere)
	t.Run("search", i.searchAnswersWhatTheContractSays)
	t.Run("SKUs for the other services", i.skusForTheOtherServices)
	t.Run("suggestions", i.suggestionsOverHTTP)
	t.Run("home", i.home)
	t.Run("home alone", i.homeWithoutItsNeighbours)
	t.Run("search page", i.searchPage)
	t.Run("finding nothing", i.whoFindsNothingIsHelped)
	t.Run("in English", i.listsInEnglish)
	t.Run("search engines", i.listsForSearchEngines)
	t.Run("recently viewed", i.recentlyViewedHasItsPlace)
	t.Run("help", i.help)
	t.Run("help has the real rules", i.helpTellsTheRealRules)
	t.Run("help is searched", i.helpIsSearched)
	t.Run("styleguide", i.theStyleguideIsThere)
	t.Run("item page", i.itemPage)
	t.Run("item for search engines", i.itemSpeaksToSearchEngines)
	t.Run("what was looked at", i.whatWasLookedAtIsRemembered)
	t.Run("what members claimed", i.membersSeeWhatTheyClaimed)
	t.Run("item alone", i.itemWithoutItsNeighbours)
}
