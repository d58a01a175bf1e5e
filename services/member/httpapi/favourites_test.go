package httpapi_test

import (
	"encoding/json"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/memberapi"
	"gulimall/services/member"
)

func (b *browser) favourites(query string) memberapi.FavouritePage {
	b.s.t.Helper()
	var page memberapi.FavouritePage
	require.NoError(b.s.t, json.Unmarshal(b.expect(200, "", "GET", memberapi.PathFavourites+query, "").Body.Bytes(), &page))
	return page
}

func favourite(sku int) string { return memberapi.PathFavourites + "/" + strconv.Itoa(sku) }

func TestFavourites(t *testing.T) {
	s := open(t, setup{dev: true})
	b, stranger := s.browser(), s.browser()
	s.browser().expect(401, "not_signed_in", "PUT", favourite(1), "")
	b.register("xiaomai", phone)
	stranger.register("another", "13800001235")
	require.Equal(t, memberapi.FavouritePage{Items: []memberapi.Favourite{}, Page: 1, PageSize: 20}, b.favourites(""))
	for _, sku := range []int{1, 7, 8} {
		b.expect(204, "", "PUT", favourite(sku), "")
		b.expect(204, "", "PUT", favourite(sku), "")
	}
	b.expect(404, "sku_not_found", "PUT", favourite(5000), "")
	b.expect(404, "not_found", "PUT", memberapi.PathFavourites+"/-1", "")
	page := b.favourites("")
	require.Equal(t, 3, page.Total)
	require.Equal(t, int64(8), page.Items[0].SkuID, "the newest first")
	require.False(t, page.Items[0].InStock)
	require.False(t, page.Items[1].OnShelf)
	require.True(t, page.Items[2].InStock && page.Items[2].OnShelf)
	require.Equal(t, "商品 1", page.Items[2].Title)
	require.Len(t, b.favourites("?page=2&pageSize=2").Items, 1)
	b.expect(422, "invalid", "GET", memberapi.PathFavourites+"?pageSize=61", "")
	require.JSONEq(t, `{"skuIds":[8,7,1]}`, b.expect(200, "", "GET", memberapi.PathFavouriteIDs, "").Body.String())

	require.Zero(t, stranger.favourites("").Total)
	stranger.expect(204, "", "DELETE", favourite(1), "")
	require.Equal(t, 3, b.favourites("").Total, "what somebody else removes stays mine")
	b.expect(204, "", "DELETE", favourite(1), "")
	b.expect(204, "", "DELETE", favourite(1), "")
	require.Equal(t, 2, b.favourites("").Total)

	s.away = true
	b.expect(503, "unavailable", "GET", memberapi.PathFavourites, "")
	b.expect(503, "unavailable", "PUT", favourite(2), "")
	b.expect(204, "", "DELETE", favourite(7), "")
}

func TestFavouritesHaveALimit(t *testing.T) {
	s := open(t, setup{dev: true})
	b := s.browser()
	m := b.register("xiaomai", phone)
	for sku := range int64(member.MaxFavourites - 5) {
		require.NoError(t, s.store.AddFavourite(t.Context(), m.ID, sku+1))
	}
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { b.s.browserOf(b).ask("PUT", favourite(300+i), "") })
	}
	wg.Wait()
	require.Equal(t, member.MaxFavourites, b.favourites("").Total)
	b.expect(409, "favourite_limit", "PUT", favourite(900), "")
	b.expect(204, "", "PUT", favourite(1), "")
	require.Len(t, b.favourites("?pageSize=60").Items, 60)
}
