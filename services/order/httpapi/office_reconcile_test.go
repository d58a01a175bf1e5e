package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/services/order"
	"gulimall/services/order/httpapi"
)

// paidOn are the orders of a day, several at each moment.
type paidOn []order.PaidRow

func (p paidOn) PaidBetween(_ context.Context, from, to time.Time, after order.PaidMark, limit int) (rows []order.PaidRow, err error) {
	for _, r := range p {
		later := r.PaidAt.After(after.At) || r.PaidAt.Equal(after.At) && r.ID > after.ID
		if !r.PaidAt.Before(from) && r.PaidAt.Before(to) && later && len(rows) < limit {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

func TestPaidOrdersOfADayComeInSlices(t *testing.T) {
	words, err := i18n.Load()
	require.NoError(t, err)
	midnight := time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC) // in Beijing
	all := paidOn{{ID: 1, OrderSn: "early", PaidAt: midnight.Add(-time.Millisecond)}}
	for i := range 1234 {
		all = append(all, order.PaidRow{ID: int64(i + 2), OrderSn: fmt.Sprint(i), TradeNo: "T", Amount: 5, PaidAt: midnight.Add(time.Duration(i/700) * time.Second)})
	}
	all = append(all, order.PaidRow{ID: 5000, OrderSn: "late", PaidAt: midnight.Add(24 * time.Hour)})
	engine := gin.New()
	httpapi.PaidRoutes(engine, all, &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words})
	ask := func(query url.Values) (answer orderapi.PaidOrders, status int) {
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, httptest.NewRequest(http.MethodGet, orderapi.PathPaidOrders+"?"+query.Encode(), nil))
		if w.Code == http.StatusOK {
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answer))
		}
		return answer, w.Code
	}
	var sns []string
	for after, more := "", true; more; {
		answer, status := ask(url.Values{"day": {"2026-11-21"}, "after": {after}})
		require.Equal(t, http.StatusOK, status)
		for _, o := range answer.Orders {
			sns = append(sns, o.OrderSn)
		}
		after, more = answer.Next, answer.Next != ""
	}
	require.Len(t, sns, 1234)
	for i, sn := range sns {
		require.Equal(t, fmt.Sprint(i), sn, "each once")
	}
	for _, wrong := range []url.Values{{}, {"day": {"today"}}, {"day": {"2026-11-21"}, "after": {"x"}}, {"day": {"2026-11-21"}, "after": {"5"}}} {
		_, status := ask(wrong)
		require.Equal(t, http.StatusUnprocessableEntity, status, wrong)
	}
}
