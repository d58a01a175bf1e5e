package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/money"
)

// shop is as much of a shop as the driver needs; wrong spoils one of its answers.
type shop struct {
	mu     sync.Mutex
	orders int
	cart   map[string]int64 // cookie → SKU
	wrong  func(path string, body any) any
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	who := r.Header.Get("Cookie")
	status, body := s.answer(w, r, who)
	if s.wrong != nil {
		body = s.wrong(r.URL.Path, body)
	}
	if text, ok := body.(string); ok {
		_, _ = w.Write([]byte(text))
		return
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (s *shop) answer(w http.ResponseWriter, r *http.Request, who string) (int, any) {
	item := orderapi.ConfirmItem{SkuID: s.cart[who], Price: 1000, Count: 1, Subtotal: 1000, HasStock: true}
	amounts := orderapi.Amounts{Goods: 1000, Freight: 600, Pay: 1600}
	address := orderapi.Address{ID: 5}
	switch path := r.URL.Path; {
	case path == "/":
		return http.StatusOK, "<html></html>"
	case strings.HasSuffix(path, ".html"):
		return http.StatusOK, "<html>A&#43;B &amp; C</html>"
	case path == "/api/product/search":
		return http.StatusOK, map[string]any{"items": []sku{{7, "A+B & C", 1000}, {8, "A+B & C", 1000}}, "total": 2}
	case path == "/api/member/sms-codes":
		return http.StatusNoContent, nil
	case strings.HasPrefix(path, "/api/member/dev/"):
		return http.StatusOK, map[string]string{"code": "1"}
	case path == "/api/member/register":
		s.orders++
		http.SetCookie(w, &http.Cookie{Name: "GULISESSION", Value: fmt.Sprint(s.orders)})
		return http.StatusCreated, map[string]int{"id": 1}
	case path == "/api/member/addresses":
		return http.StatusCreated, map[string]int{"id": 5}
	case path == "/internal/ware/adjustments":
		return http.StatusNoContent, nil
	case path == "/api/cart":
		return http.StatusOK, map[string]any{"items": []any{}}
	case path == "/api/cart/items":
		var in struct{ SkuID int64 }
		_ = json.NewDecoder(r.Body).Decode(&in)
		s.cart[who] = in.SkuID
		return http.StatusOK, map[string]any{"items": []any{map[string]any{"skuId": in.SkuID, "count": 1, "checked": true}}}
	case path == "/api/order/confirm":
		return http.StatusOK, orderapi.Confirm{Token: "t", Addresses: []orderapi.Address{address}, Items: []orderapi.ConfirmItem{item}, Freight: 600, Amounts: amounts}
	case path == "/api/order/orders":
		s.orders++
		return http.StatusCreated, orderapi.Order{
			OrderSn: fmt.Sprint(s.orders), Status: orderapi.StatusPending, Address: address, Amounts: amounts,
			Items: []orderapi.OrderItem{{SkuID: item.SkuID, Count: 1}},
		}
	case strings.HasPrefix(path, "/api/payment/"):
		return http.StatusOK, map[string]string{"url": "u"}
	case strings.HasPrefix(path, "/sandbox/"):
		return http.StatusOK, map[string]any{"status": "TRADE_SUCCESS", "amount": 1600}
	}
	now := time.Now()
	return http.StatusOK, orderapi.Order{Status: orderapi.StatusPaid, PaidAt: &now, Payment: orderapi.Payment{TradeNo: "x"}}
}

// crowd is a Buying of a few members before a shop.
func crowd(t *testing.T, s *shop) *Buying {
	t.Helper()
	s.cart = map[string]int64{}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	client := NewShop(server.Listener.Addr().String(), "gulimall.localhost", 4)
	t.Cleanup(client.Close)
	return &Buying{Shop: client, Ware: server.URL, Members: 6, Lines: 1, Workers: 4}
}

func TestACrowdBuysPaysAndLooksAround(t *testing.T) {
	b := crowd(t, &shop{})
	require.NoError(t, b.Prepare(t.Context()))
	var orders, paid, pages Phase
	require.NoError(t, b.Round(t.Context(), false, &orders))
	require.NoError(t, b.Round(t.Context(), true, &paid))
	require.NoError(t, b.Browse(t.Context(), 50*time.Millisecond, &pages))
	require.Equal(t, 12, b.Orders())
	require.Equal(t, []string{"settle", "submit", "order"}, orders.steps)
	require.Contains(t, paid.steps, "pay")
	require.ElementsMatch(t, []string{"home", "item"}, pages.steps)
	require.Positive(t, orders.Rate())
	var out strings.Builder
	require.NoError(t, orders.Print(&out))
	require.Contains(t, out.String(), "p95")
}

// TestWrongAnswersEndTheMeasurement spoils one answer at a time.
func TestWrongAnswersEndTheMeasurement(t *testing.T) {
	for name, c := range map[string]struct {
		path  string
		spoil func(body any) any
		says  string
	}{
		"another price":    {"/api/order/confirm", func(b any) any { c := b.(orderapi.Confirm); c.Items[0].Price++; return c }, "not what was put"},
		"no token":         {"/api/order/confirm", func(b any) any { c := b.(orderapi.Confirm); c.Token = ""; return c }, "no token"},
		"a wrong sum":      {"/api/order/confirm", func(b any) any { c := b.(orderapi.Confirm); c.Amounts.Pay--; return c }, "amounts"},
		"sold out":         {"/api/order/confirm", func(b any) any { c := b.(orderapi.Confirm); c.Items[0].HasStock = false; return c }, "not what was put"},
		"one number twice": {"/api/order/orders", func(b any) any { o := b.(orderapi.Order); o.OrderSn = "1"; return o }, "not its own"},
		"another amount":   {"/api/order/orders", func(b any) any { o := b.(orderapi.Order); o.Amounts.Pay = money.Fen(1); return o }, "instead of"},
		"another state":    {"/api/order/orders", func(b any) any { o := b.(orderapi.Order); o.Status = orderapi.StatusClosed; return o }, "status closed"},
		"other goods":      {"/api/order/orders", func(b any) any { o := b.(orderapi.Order); o.Items[0].SkuID = 99; return o }, "was not ordered"},
		"nothing at all":   {"/api/order/orders", func(any) any { return "oops" }, "instead of 201"},
		"a wrong cart":     {"/api/cart/items", func(any) any { return map[string]any{"items": []any{map[string]any{"skuId": 7, "count": 3}}} }, "the cart holds"},
		"unpaid trade":     {"/sandbox/", func(any) any { return map[string]any{"status": "WAIT_BUYER_PAY"} }, "WAIT_BUYER_PAY"},
		"another page":     {"/8.html", func(any) any { return "<html>something else</html>" }, "is not on it"},
	} {
		t.Run(name, func(t *testing.T) {
			b := crowd(t, &shop{wrong: func(path string, body any) any {
				if strings.HasPrefix(path, c.path) {
					return c.spoil(body)
				}
				return body
			}})
			require.NoError(t, b.Prepare(t.Context()))
			err := errors.Join(b.Round(t.Context(), true, &Phase{}), b.Browse(t.Context(), 20*time.Millisecond, &Phase{}))
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestQuantiles(t *testing.T) {
	var p Phase
	for i := 100; i > 0; i-- {
		p.add("x", time.Duration(i))
	}
	require.Equal(t, time.Duration(51), p.Quantile("x", 0.5))
	require.Equal(t, time.Duration(96), p.Quantile("x", 0.95))
	require.Equal(t, time.Duration(100), p.Quantile("x", 1))
	require.Zero(t, p.Quantile("y", 0.5))
	require.Zero(t, p.Rate())
}

func TestStretchesAddUp(t *testing.T) {
	began, ended := 0, 0
	p := Phase{Stretch: func() func() {
		began++
		return func() { ended++ }
	}}
	for range 3 {
		p.start()(10)
	}
	require.Equal(t, 30, p.done)
	require.Equal(t, 3, began)
	require.Equal(t, 3, ended)
}

func TestTheFirstErrorEndsTheWork(t *testing.T) {
	broken := errors.New("broken")
	done := 0
	err := inParallel(t.Context(), 1, 100, func(context.Context, int) error {
		if done++; done == 3 {
			return broken
		}
		return nil
	})
	require.ErrorIs(t, err, broken)
	require.Equal(t, 3, done)
	require.NoError(t, inParallel(t.Context(), 8, 100, func(context.Context, int) error { return nil }))
}

func TestUsage(t *testing.T) {
	u := UsageOf(os.Getpid())
	require.Greater(t, u.RSS, int64(1<<20))
	require.Zero(t, UsageOf(1<<30))
}
