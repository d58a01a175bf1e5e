package clients_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/consul"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rpc"
	"gulimall/services/product"
	"gulimall/services/product/clients"
)

// peer is a service that answers one call.
func peer(t *testing.T, service, wantPath, wantBody, answer string) *rpc.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if r.RequestURI != wantPath || string(body) != wantBody || err != nil {
			t.Errorf("asked %s with %s", r.RequestURI, body)
		}
		if answer == "" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	resolver, err := consul.ParseStatic(service + "=" + strings.TrimPrefix(server.URL, "http://"))
	require.NoError(t, err)
	return rpc.New(resolver, service, rpc.Options{})
}

func TestAvailable(t *testing.T) {
	ware := clients.NewWare(peer(t, wareapi.Service, wareapi.PathStock, `{"skuIds":[1,2]}`,
		`{"stock":[{"skuId":1,"available":5},{"skuId":2,"available":0}]}`))
	available, err := ware.Available(t.Context(), []int64{1, 2})
	require.NoError(t, err)
	require.Equal(t, map[int64]int64{1: 5, 2: 0}, available)

	_, err = clients.NewWare(peer(t, wareapi.Service, wareapi.PathStock, `{"skuIds":[1]}`, "")).Available(t.Context(), []int64{1})
	require.ErrorIs(t, err, apperr.ErrUnavailable)
}

func TestPromotions(t *testing.T) {
	sku := product.SKU{ID: 1, SPUID: 2, Price: 300, Path: []product.Named{{ID: 4}, {ID: 5}, {ID: 6}}}
	coupon := clients.NewCoupon(peer(t, couponapi.Service, couponapi.PathPromotions,
		`{"skuId":1,"spuId":2,"categoryIds":[4,5,6],"price":300}`, `{"promotions":[{"rule":"ladder","text":"x"}],"giftPoints":3,"coupons":[]}`))
	promotions, err := coupon.Promotions(t.Context(), sku)
	require.NoError(t, err)
	require.EqualValues(t, 3, promotions.GiftPoints)
	require.Len(t, promotions.Promotions, 1)
}

func TestClaimable(t *testing.T) {
	coupon := clients.NewCoupon(peer(t, couponapi.Service, couponapi.PathClaimable+"?memberId=7", "", `[{"id":1,"name":"新人礼","amount":500}]`))
	list, err := coupon.Claimable(t.Context(), 7)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.EqualValues(t, 500, list[0].Amount)
}

func TestFreight(t *testing.T) {
	ware := clients.NewWare(peer(t, wareapi.Service, wareapi.PathFreight, "",
		`{"rules":[{"region":"华东","provinces":["上海市"],"firstGrams":1000,"firstFee":600,"extraGrams":500,"extraFee":100}]}`))
	rules, err := ware.Freight(t.Context())
	require.NoError(t, err)
	require.Equal(t, []product.FreightRule{
		{Region: "华东", Provinces: []string{"上海市"}, FirstGrams: 1000, FirstFee: 600, ExtraGrams: 500, ExtraFee: 100},
	}, rules)
}

func TestLevels(t *testing.T) {
	member := clients.NewMember(peer(t, memberapi.Service, memberapi.PathLevels, "",
		`{"levels":[{"id":2,"name":"铜牌会员","freeFreightFrom":27900,"memberPrice":true,"growthFrom":3000}]}`))
	levels, err := member.Levels(t.Context())
	require.NoError(t, err)
	require.Equal(t, []product.Level{{ID: 2, Name: "铜牌会员", GrowthFrom: 3000, FreeFrom: 27900, MemberPrice: true}}, levels)
}
