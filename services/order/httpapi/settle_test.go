package httpapi_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/order"
	"gulimall/services/order/httpapi"
)

func (f *fake) Requote(context.Context, order.Member, order.Requote) (*order.Settlement, error) {
	return &order.Settlement{
		Explanations: []couponapi.Explanation{
			{Rule: couponapi.Rule{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: 3, PerMille: 950}}, SkuID: 1, Amount: 30},
			{Rule: couponapi.Rule{Code: couponapi.RulePoints, Params: couponapi.Params{Count: 20}}, Amount: 20},
		},
		FreightWhy: wareapi.FreightReason{Code: wareapi.FreightFree, From: 9900},
	}, f.err
}

// What the quote says in words is in the language that is asked for; what programs read is the same in all.
func TestQuoteSpeaksTheLanguageThatIsAskedFor(t *testing.T) {
	words, err := i18n.Load()
	require.NoError(t, err)
	for lang, want := range map[string][]string{
		"": {"满 3 件 9.5 折", "¥99.00，免运费"}, "zh-CN": {"满 3 件 9.5 折", "¥99.00，免运费"}, "en": {"5% off from 3 pieces", "Free delivery from ¥99.00"},
	} {
		edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
		engine, err := server.NewEngine(edge, prometheus.NewRegistry(), time.Now)
		require.NoError(t, err)
		engine.Use(func(c *gin.Context) {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: 7}))
		})
		httpapi.Routes(engine, &fake{}, edge, server.NewDecoder())
		req := httptest.NewRequestWithContext(t.Context(), "POST", "/api/order/quote", strings.NewReader(`{"addressId":5}`))
		req.Header.Set("Accept-Language", lang)
		rec := httptest.NewRecorder()
		engine.ServeHTTP(rec, req)
		var quote orderapi.Quote
		require.NoError(t, json.Unmarshal(rec.Body.Bytes(), &quote))
		require.Equal(t, "ladder", quote.Explanations[0].Rule)
		require.Equal(t, want[0], quote.Explanations[0].Text)
		require.Contains(t, quote.FreightRule, want[1])
		require.Equal(t, []orderapi.QuoteLine{}, quote.Lines)
	}
}

func TestSubmitWithAnInvoice(t *testing.T) {
	f := &fake{fresh: true}
	body := func(invoice string) string {
		return `{"token":"ot_1","addressId":5,"payAmount":195,"invoice":` + invoice + `}`
	}
	require.Equal(t, 201, call(t, f, 7, "POST", "/api/order/orders", body(`{"type":"company","title":"甲公司","taxNo":"9144030071526726xg"}`)).status)
	require.Equal(t, order.Invoice{Type: order.CompanyInvoice, Title: "甲公司", TaxNo: "9144030071526726XG"}, f.submission.Invoice)
	for _, none := range []string{`null`, `{"type":"none"}`, `{"type":""}`} {
		require.Equal(t, 201, call(t, f, 7, "POST", "/api/order/orders", body(none)).status)
		require.Equal(t, order.Invoice{}, f.submission.Invoice)
	}
	for invoice, field := range map[string]string{
		`{"type":"gold"}`: "invoice.type", `{"type":"company","title":"甲"}`: "invoice.taxNo", `{"type":"company","taxNo":"9144030071526726XG"}`: "invoice.title",
		`{"type":"company","title":"甲","taxNo":"9144030071526726XH"}`: "invoice.taxNo",
	} {
		a := call(t, f, 7, "POST", "/api/order/orders", body(invoice))
		require.Equal(t, 422, a.status, invoice)
		require.Equal(t, field, a.body["errors"].([]any)[0].(map[string]any)["field"], invoice)
	}
	require.Equal(t, "unknown_field", call(t, f, 7, "POST", "/api/order/orders", body(`{"type":"none","paper":true}`)).body["code"])
}
