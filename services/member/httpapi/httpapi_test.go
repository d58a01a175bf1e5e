package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/i18n"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/password"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/pkg/telemetry"
	"gulimall/pkg/testinfra"
	"gulimall/services/member"
	"gulimall/services/member/httpapi"
	"gulimall/services/member/pages"
	"gulimall/services/member/sms"
	"gulimall/services/member/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// shop is the whole service in one process, but for the cart and the coupons.
type shop struct {
	t      *testing.T
	engine *gin.Engine
	store  *store.Store
	uc     *member.Members
	hasher *password.Hasher
	client redis.UniversalClient
	prefix string

	mu      sync.Mutex
	merged  []string
	noCarts bool
	away    bool // product and order do not answer
}

func (s *shop) Merge(_ context.Context, memberID int64, userKey string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.noCarts {
		return errors.New("away")
	}
	s.merged = append(s.merged, strconv.FormatInt(memberID, 10)+" "+userKey)
	return nil
}

func (s *shop) Mine(context.Context, int64, couponapi.State) ([]couponapi.MemberCoupon, error) {
	return []couponapi.MemberCoupon{{ID: 1, Name: "满减券", Amount: 500, Scope: couponapi.Scope{Kind: couponapi.ScopeAll}, State: couponapi.StateUnused}}, nil
}

func (s *shop) Goods(_ context.Context, ids []int64) (map[int64]member.Goods, error) {
	if s.away {
		return nil, apperr.ErrUnavailable
	}
	goods := map[int64]member.Goods{}
	for _, id := range ids {
		if id < 1000 {
			goods[id] = member.Goods{SkuID: id, Title: "商品 " + strconv.FormatInt(id, 10), Price: money.Fen(100 * id), OnShelf: id != 7}
		}
	}
	return goods, nil
}

func (s *shop) InStock(_ context.Context, ids []int64) (map[int64]bool, error) {
	inStock := map[int64]bool{}
	for _, id := range ids {
		inStock[id] = id != 8
	}
	return inStock, nil
}

func (s *shop) Counts(context.Context) (orderapi.Counts, error) {
	if s.away {
		return orderapi.Counts{}, apperr.ErrUnavailable
	}
	return orderapi.Counts{Pending: 2, Shipped: 1}, nil
}

func (s *shop) Newest(context.Context, int) ([]orderapi.Order, error) {
	if s.away {
		return nil, apperr.ErrUnavailable
	}
	return []orderapi.Order{{OrderSn: "202611220001", Status: orderapi.StatusPending, CreatedAt: time.Now(), ExpiresAt: time.Now().Add(time.Hour)}}, nil
}

type setup struct{ limited, dev bool }

// templates are read once: with the race detector that takes longer than most tests.
var templates = sync.OnceValues(func() (*web.Renderer, error) {
	return web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
})

func open(t *testing.T, o setup) *shop {
	t.Helper()
	s := &shop{t: t}
	addr, prefix := testinfra.Redis(t)
	s.client, s.prefix = redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}}), prefix
	t.Cleanup(func() { require.NoError(t, s.client.Close()) })
	words, err := i18n.Load()
	require.NoError(t, err)
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	s.engine, err = server.NewEngine(edge, telemetry.NewRegistry(), time.Now)
	require.NoError(t, err)
	sessions := session.New(s.client, prefix, "gulimall.localhost", false)
	s.engine.Use(sessions.Middleware())
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	s.store = store.New(db, outbox.New(db), func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) })
	s.hasher, err = password.New(&argon2id.Params{Memory: 4 * 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	require.NoError(t, err)
	uc := member.New(member.Deps{
		Store: s.store, Codes: store.NewCodes(s.client, prefix), Sender: sms.Development{Log: edge.Log}, Attempts: password.NewAttempts(s.client, prefix, "login"),
		Passwords: s.hasher, Carts: s, Catalogue: s, Stock: s, Log: edge.Log, Limited: o.limited, Dev: o.dev,
	})
	s.uc = uc
	httpapi.Routes(s.engine, uc, sessions, edge, server.NewDecoder(), o.dev)
	renderer, err := templates()
	require.NoError(t, err)
	pages.Routes(s.engine, pages.Deps{Members: uc, Coupons: s, Orders: s, Sessions: sessions, Frame: frame.New(renderer, edge), Now: time.Now, Dev: o.dev})
	return s
}

// browser keeps cookies.
type browser struct {
	s       *shop
	cookies map[string]string
}

func (s *shop) browser() *browser { return &browser{s, map[string]string{}} }

// browserOf is a second window of a browser.
func (s *shop) browserOf(b *browser) *browser { return &browser{s, maps.Clone(b.cookies)} }

func (b *browser) ask(method, path, body string) *httptest.ResponseRecorder {
	b.s.t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, path, strings.NewReader(body))
	r.RemoteAddr = "192.0.2.1:1234"
	if !strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.s.engine.ServeHTTP(w, r)
	answer := w.Result()
	_ = answer.Body.Close()
	for _, cookie := range answer.Cookies() {
		b.cookies[cookie.Name] = cookie.Value
	}
	return w
}

// expect asks and checks status and code.
func (b *browser) expect(status int, code, method, path, body string) *httptest.ResponseRecorder {
	b.s.t.Helper()
	w := b.ask(method, path, body)
	require.Equal(b.s.t, status, w.Code, "%s %s %s: %s", method, path, body, w.Body)
	if code != "" {
		var p apperr.Problem
		require.NoError(b.s.t, json.Unmarshal(w.Body.Bytes(), &p), w.Body.String())
		require.Equal(b.s.t, code, p.Code, "%s %s %s", method, path, body)
	}
	return w
}

func (b *browser) code(phone string) string {
	b.s.t.Helper()
	b.expect(204, "", "POST", memberapi.PathSMSCodes, `{"phone":"`+phone+`"}`)
	w := b.expect(200, "", "GET", memberapi.PathDevCode+"/"+phone, "")
	var answer memberapi.DevCode
	require.NoError(b.s.t, json.Unmarshal(w.Body.Bytes(), &answer))
	require.Len(b.s.t, answer.Code, 6)
	return answer.Code
}

func (b *browser) register(name, phone string) memberapi.Member {
	b.s.t.Helper()
	w := b.expect(201, "", "POST", memberapi.PathRegister, registration(name, "Demo-2026!", phone, b.code(phone)))
	var m memberapi.Member
	require.NoError(b.s.t, json.Unmarshal(w.Body.Bytes(), &m))
	return m
}

func registration(name, pass, phone, code string) string {
	body, _ := json.Marshal(memberapi.RegisterRequest{Username: name, Password: pass, Phone: phone, Code: code})
	return string(body)
}

const (
	phone   = "13800001234"
	goodKey = "b7c1f6a2-5a1d-4a51-9f5b-2f6a0c9e1d11"
)

func TestRegisterAndSignIn(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	b.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
	code := b.code(phone)
	wrong := "000000"
	if wrong == code {
		wrong = "000001"
	}
	b.expect(422, "bad_sms_code", "POST", memberapi.PathRegister, registration("xiaomai", "Demo-2026!", phone, wrong))
	b.expect(422, "invalid", "POST", memberapi.PathRegister, registration("x", "short", "1", ""))
	b.expect(422, "unknown_field", "POST", memberapi.PathRegister, `{"username":"xiaomai","points":100}`)
	b.cookies["user-key"] = goodKey
	w := b.expect(201, "", "POST", memberapi.PathRegister, registration("xiaomai", "Demo-2026!", phone, code))
	var m memberapi.Member
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &m))
	require.Equal(t, memberapi.Member{ID: m.ID, Username: "xiaomai", Nickname: "xiaomai", Phone: phone, Level: memberapi.LevelName{ID: 1, Name: "普通会员"}}, m)
	b.expect(200, "", "GET", memberapi.PathMe, "")
	require.Equal(t, []string{strconv.FormatInt(m.ID, 10) + " " + goodKey}, s.merged)

	other := s.browser()
	other.expect(422, "bad_sms_code", "POST", memberapi.PathRegister, registration("another", "Demo-2026!", phone, code))
	other.expect(409, "phone_taken", "POST", memberapi.PathRegister, registration("another", "Demo-2026!", phone, other.code(phone)))
	taken := other.code("13800001235")
	other.expect(409, "username_taken", "POST", memberapi.PathRegister, registration("XIAOMAI", "Demo-2026!", "13800001235", taken))
	other.expect(201, "", "POST", memberapi.PathRegister, registration("another", "Demo-2026!", "13800001235", taken))

	third := s.browser()
	s.noCarts = true
	third.cookies["user-key"] = goodKey
	for _, account := range []string{"xiaomai", "XiaoMai", phone} {
		third.expect(200, "", "POST", memberapi.PathLogin, `{"account":"`+account+`","password":"Demo-2026!"}`)
	}
	for _, account := range []string{"xiaomai", "nobody", "", "13911111111", "' OR 1=1 --"} {
		third.expect(401, "bad_credentials", "POST", memberapi.PathLogin, `{"account":"`+account+`","password":"wrong"}`)
	}
}

func TestSessions(t *testing.T) {
	s := open(t, setup{dev: true})
	victim := s.browser()
	victim.register("xiaomai", phone)
	login := `{"account":"xiaomai","password":"Demo-2026!"}`

	planted := "planted-by-somebody-else-000000000000000000"
	b := s.browser()
	b.cookies[session.Cookie] = planted
	b.expect(200, "", "POST", memberapi.PathLogin, login)
	first := b.cookies[session.Cookie]
	require.NotEqual(t, planted, first)
	attacker := s.browser()
	attacker.cookies[session.Cookie] = planted
	attacker.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")

	b.expect(200, "", "POST", memberapi.PathLogin, login)
	attacker.cookies[session.Cookie] = first
	attacker.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")

	copied := b.cookies[session.Cookie]
	b.expect(204, "", "POST", memberapi.PathLogout, "")
	b.expect(204, "", "POST", memberapi.PathLogout, "")
	attacker.cookies[session.Cookie] = copied
	attacker.expect(401, "not_signed_in", "GET", memberapi.PathMe, "")
	victim.expect(200, "", "GET", memberapi.PathMe, "")
}

func TestLimits(t *testing.T) {
	s := open(t, setup{dev: true, limited: true})
	b := s.browser()
	b.register("xiaomai", phone)
	require.NotEmpty(t, b.expect(429, "sms_too_often", "POST", memberapi.PathSMSCodes, `{"phone":"`+phone+`"}`).Header().Get("Retry-After"))
	b.expect(422, "invalid", "POST", memberapi.PathSMSCodes, `{"phone":"12345"}`)
	for _, account := range []string{"xiaomai", "nobody"} {
		for range 5 {
			b.expect(401, "bad_credentials", "POST", memberapi.PathLogin, `{"account":"`+account+`","password":"wrong"}`)
		}
		w := b.expect(429, "login_locked", "POST", memberapi.PathLogin, `{"account":"`+account+`","password":"Demo-2026!"}`)
		require.NotEmpty(t, w.Header().Get("Retry-After"))
	}
	b.expect(429, "login_locked", "POST", memberapi.PathLogin, `{"account":"`+phone+`","password":"Demo-2026!"}`)
}

func TestAnAccountTooLongForAnybodyLeavesNothingLong(t *testing.T) {
	s := open(t, setup{dev: true, limited: true})
	b := s.browser()
	for i := range 7 {
		account := strings.Repeat(strconv.Itoa(i), 100_000)
		want, code := 401, "bad_credentials"
		if i >= 5 {
			want, code = 429, "login_locked"
		}
		b.expect(want, code, "POST", memberapi.PathLogin, `{"account":"`+account+`","password":"wrong"}`)
	}
	keys, err := s.client.Keys(t.Context(), s.prefix+"*").Result()
	require.NoError(t, err)
	for _, key := range keys {
		require.Less(t, len(key), 200)
	}
}

func TestABurstOfGuessesCannotOutrunTheCounting(t *testing.T) {
	s := open(t, setup{dev: true, limited: true})
	s.browser().register("xiaomai", phone)
	var mu sync.Mutex
	answers := map[int]int{}
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			w := s.browser().ask("POST", memberapi.PathLogin, `{"account":"xiaomai","password":"wrong"}`)
			mu.Lock()
			defer mu.Unlock()
			answers[w.Code]++
		})
	}
	wg.Wait()
	require.LessOrEqual(t, answers[401], 6, "%v", answers)
	require.Equal(t, 40, answers[401]+answers[429])
}

func TestDevelopmentOnly(t *testing.T) {
	s := open(t, setup{dev: false})
	b := s.browser()
	b.expect(204, "", "POST", memberapi.PathSMSCodes, `{"phone":"`+phone+`"}`)
	b.expect(404, "not_found", "GET", memberapi.PathDevCode+"/"+phone, "")
	require.NoError(t, s.store.Seed(t.Context(), store.Demo{Levels: demodata.Levels(), Members: demodata.Members()}, s.hasher.Hash))
	b.expect(401, "bad_credentials", "POST", memberapi.PathLogin, `{"account":"demo","password":"Demo-2026!"}`)
}

func TestDemoShopper(t *testing.T) {
	s := open(t, setup{dev: true})
	require.NoError(t, s.store.Seed(t.Context(), store.Demo{
		Levels: demodata.Levels(), Members: demodata.Members(), Addresses: demodata.Addresses(), Points: demodata.PointsEntries(), Growth: demodata.GrowthEntries(),
	}, s.hasher.Hash))
	b := s.browser()
	b.expect(200, "", "POST", memberapi.PathLogin, `{"account":"demo","password":"Demo-2026!"}`)
	b.expect(204, "", "POST", memberapi.PathFreeze, `{"orderSn":"1","memberId":1,"points":100}`)
	b.expect(204, "", "POST", memberapi.PathFreeze, `{"orderSn":"1","memberId":1,"points":100}`)
	b.expect(409, "points_short", "POST", memberapi.PathFreeze, `{"orderSn":"2","memberId":1,"points":100000000}`)
	b.expect(422, "invalid", "POST", memberapi.PathFreeze, `{"orderSn":"3","memberId":1,"points":-1}`)
	var points memberapi.Points
	require.NoError(t, json.Unmarshal(b.expect(200, "", "GET", memberapi.PathPoints, "").Body.Bytes(), &points))
	require.Equal(t, demodata.Members()[0].Points, points.Balance)
	require.Equal(t, int64(100), points.Frozen)
	var sum int64
	for _, e := range points.History {
		sum += e.Change
	}
	require.Equal(t, points.Balance, sum)
	var checkout memberapi.Checkout
	require.NoError(t, json.Unmarshal(b.expect(200, "", "GET", memberapi.PathCheckout, "").Body.Bytes(), &checkout))
	require.Equal(t, points.Balance-100, checkout.Points)
	require.Len(t, checkout.Addresses, 3)
	require.Positive(t, int64(checkout.Level.FreeFreightFrom))
	s.browser().expect(401, "not_signed_in", "GET", memberapi.PathCheckout, "")
	for _, path := range []string{"/", "/address.html", "/address.html?edit=2", "/points.html", "/coupons.html", "/profile.html"} {
		require.Contains(t, b.expect(200, "", "GET", path, "").Body.String(), ">demo</a>", path)
	}
}

func TestAddressesBelongToSomebody(t *testing.T) {
	s := open(t, setup{dev: true})
	b, other := s.browser(), s.browser()
	b.register("xiaomai", phone)
	other.register("another", "13800001235")
	body := `{"name":"谷小粒","phone":"13800000001","province":"浙江省","city":"杭州市","region":"西湖区","detail":"文三路","isDefault":false}`
	w := b.expect(201, "", "POST", memberapi.PathAddresses, body)
	var a memberapi.Address
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a))
	require.True(t, a.IsDefault)
	one := memberapi.PathAddresses + "/" + strconv.FormatInt(a.ID, 10)
	require.JSONEq(t, `[]`, other.expect(200, "", "GET", memberapi.PathAddresses, "").Body.String())
	other.expect(404, "address_not_found", "PUT", one, body)
	other.expect(404, "address_not_found", "DELETE", one, "")
	other.expect(404, "address_not_found", "POST", one+"/default", "")
	other.expect(404, "not_found", "DELETE", memberapi.PathAddresses+"/-1", "")
	b.expect(422, "invalid", "POST", memberapi.PathAddresses, `{"name":""}`)
	b.expect(422, "unknown_field", "PUT", one, `{"memberId":7}`)
	b.expect(200, "", "PUT", one, strings.Replace(body, "文三路", "古墩路", 1))
	b.expect(200, "", "POST", one+"/default", "")
	require.Contains(t, b.expect(200, "", "GET", memberapi.PathAddresses, "").Body.String(), "古墩路")
	b.expect(204, "", "DELETE", one, "")
	s.browser().expect(401, "not_signed_in", "POST", memberapi.PathAddresses, body)
}

func TestPages(t *testing.T) {
	s := open(t, setup{dev: true, limited: true})
	b := s.browser()
	origin := "http://cart.gulimall.localhost:8080/cart.html"
	w := b.expect(303, "", "GET", "/address.html", "")
	require.Equal(t, "http://auth.gulimall.localhost:8080/login.html?originUrl="+url.QueryEscape("http://member.gulimall.localhost:8080/address.html"), w.Header().Get("Location"))
	require.Contains(t, b.expect(200, "", "GET", "/login.html?originUrl="+url.QueryEscape(origin), "").Body.String(), origin)
	require.NotContains(t, b.expect(200, "", "GET", "/reg.html?originUrl=http://evil.example/", "").Body.String(), "evil")

	form := url.Values{"phone": {phone}, "username": {"xiaomai"}, "password": {"Demo-2026!"}, "originUrl": {origin}}
	w = b.expect(200, "", "POST", "/sms-code", form.Encode())
	require.Contains(t, w.Body.String(), "验证码已发送")
	require.NotContains(t, w.Body.String(), "Demo-2026!")
	code, err := s.client.HGet(t.Context(), s.prefix+"sms:code:{"+phone+"}", "code").Result()
	require.NoError(t, err)
	require.Contains(t, w.Body.String(), code)
	w = b.expect(429, "", "POST", "/sms-code", form.Encode())
	require.NotEmpty(t, w.Header().Get("Retry-After"))

	form.Set("password", "short")
	form.Set("code", code)
	w = b.expect(422, "", "POST", "/reg.html", form.Encode())
	require.Contains(t, w.Body.String(), "密码至少 8 个字符")
	require.Contains(t, w.Body.String(), `value="xiaomai"`)
	form.Set("password", "Demo-2026!")
	w = b.expect(303, "", "POST", "/reg.html", form.Encode())
	require.Equal(t, origin, w.Header().Get("Location"))
	require.Equal(t, origin, b.expect(303, "", "GET", "/login.html?originUrl="+url.QueryEscape(origin), "").Header().Get("Location"))

	require.Contains(t, b.expect(200, "", "GET", "/coupons.html", "").Body.String(), "满减券")
	b.expect(303, "", "POST", "/profile.html", "nickname="+url.QueryEscape("小麦"))
	require.Contains(t, b.expect(200, "", "GET", "/profile.html", "").Body.String(), "138****1234")
	b.expect(422, "", "POST", "/profile.html", "nickname="+strings.Repeat("x", 33))
	address := url.Values{"name": {"谷小粒"}, "phone": {"1"}, "province": {"浙江省"}, "city": {"杭州市"}, "region": {"西湖区"}, "detail": {"文三路"}, "originUrl": {origin}}
	w = b.expect(422, "", "POST", "/address.html", address.Encode())
	require.Contains(t, w.Body.String(), "请填写 11 位手机号")
	require.Contains(t, w.Body.String(), "谷小粒")
	address.Set("phone", "13800000001")
	require.Equal(t, origin, b.expect(303, "", "POST", "/address.html", address.Encode()).Header().Get("Location"))
	b.expect(404, "", "POST", "/address/999/delete", "")
	b.expect(404, "", "POST", "/address/x", address.Encode())
	b.expect(303, "", "GET", "/memberOrder.html", "")

	require.Equal(t, "http://gulimall.localhost:8080/", b.expect(303, "", "POST", "/logout", "").Header().Get("Location"))
	w = b.expect(401, "", "POST", "/login.html", "account=xiaomai&password=wrong&originUrl=http%3A%2F%2Fevil.example")
	require.Contains(t, w.Body.String(), "用户名或密码不对")
	require.NotContains(t, w.Body.String(), "evil")
	b.expect(303, "", "POST", "/login.html", "account=xiaomai&password=Demo-2026!")
}
