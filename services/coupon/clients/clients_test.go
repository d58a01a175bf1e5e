package clients_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/consul"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/rpc"
	"gulimall/services/coupon"
	"gulimall/services/coupon/clients"
)

// peer is a service that answers each path with a body.
func peer(t *testing.T, name string, bodies map[string]string) *rpc.Client {
	t.Helper()
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(bodies[r.URL.Path]))
	}))
	t.Cleanup(service.Close)
	static, err := consul.ParseStatic(name + "=" + strings.TrimPrefix(service.URL, "http://"))
	require.NoError(t, err)
	return rpc.New(static, name, rpc.Options{})
}

func TestTheCatalogueIsAsked(t *testing.T) {
	c := clients.Catalogue{Peer: peer(t, productapi.Service, map[string]string{
		productapi.PathSkus:       `{"skus":[{"skuId":71,"spuId":7,"title":"茶","price":900,"categoryIds":[2,34,225]}]}`,
		productapi.PathCategories: `[{"id":2,"name":"手机数码","children":[{"id":34,"name":"手机通讯","children":[{"id":225,"name":"手机"}]}]}]`,
	})}
	goods, err := c.Goods(t.Context(), []int64{71, 72})
	require.NoError(t, err)
	require.Equal(t, map[int64]coupon.Good{71: {SkuID: 71, SpuID: 7, Title: "茶", CategoryIDs: []int64{2, 34, 225}, Price: 900}}, goods)
	names, err := c.Categories(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[int64]string{2: "手机数码", 34: "手机通讯", 225: "手机"}, names)
}

func TestTheMemberServiceIsAsked(t *testing.T) {
	m := clients.Members{Peer: peer(t, memberapi.Service, map[string]string{
		memberapi.PathLevels: `{"levels":[{"id":1,"name":"普通会员"},{"id":2,"name":"铜牌会员","memberPrice":true}]}`,
		memberapi.PathExist:  `{"members":[{"id":7,"username":"demo","levelId":1}]}`,
	})}
	levels, err := m.Levels(t.Context())
	require.NoError(t, err)
	require.Equal(t, []coupon.Level{{ID: 1, Name: "普通会员"}, {ID: 2, Name: "铜牌会员", MemberPrice: true}}, levels)
	there, err := m.Exist(t.Context(), []int64{7, 8})
	require.NoError(t, err)
	require.Equal(t, map[int64]bool{7: true}, there)
}
