package frame

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/paging"
	"gulimall/web/page"
)

func asking(target string) *gin.Context {
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodGet, target, nil)
	return c
}

func TestTheAddressHoldsTheList(t *testing.T) {
	c := asking("/ware/stock.html?skuId=7&page=3&low=")
	require.Equal(t, paging.Page{Number: 3, Size: rows}, Sheet(c))
	require.Equal(t, "/ware/stock.html?page=4&skuId=7", Address(c, "page", "4"))
	require.Equal(t, "/ware/stock.csv?skuId=7", File(c))
	require.Equal(t, "/ware/stock.html", Address(asking("/ware/stock.html")))
	require.Equal(t, 1, Sheet(asking("/?page=-3")).Number)
	require.EqualValues(t, -1, Number("x7"))
	require.EqualValues(t, 0, Number(" "))
}

func TestSorting(t *testing.T) {
	columns := []Column{{Key: "place", Sorts: true}, {Key: "warehouse"}, {Key: "stock", Sorts: true, Numbers: true}}
	for query, want := range map[string]string{"": "place", "?sort=stock": "stock", "?sort=-stock": "-stock", "?sort=warehouse": "place", "?sort=x": "place"} {
		key, down := Sorting(asking("/a.html"+query), columns, "place")
		if down {
			key = "-" + key
		}
		require.Equal(t, want, key, query)
	}
	heads := Heads(asking("/a.html?sort=stock&page=2"), columns, "stock", false)
	require.Equal(t, []page.AdminHead{
		{Key: "place", URL: "/a.html?sort=place"}, {Key: "warehouse"}, {Key: "stock", URL: "/a.html?sort=-stock", Sorted: "ascending", Number: true},
	}, heads)
}
