package clients_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/consul"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rpc"
	"gulimall/services/ware"
	"gulimall/services/ware/clients"
)

func TestOnlyTheOrderServiceSaysThatThereIsNoOrder(t *testing.T) {
	var body string
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(body))
	}))
	defer service.Close()
	static, err := consul.ParseStatic("order=" + strings.TrimPrefix(service.URL, "http://"))
	require.NoError(t, err)
	orders := clients.NewOrders(rpc.New(static, orderapi.Service, rpc.Options{}))

	body = `{"status":404,"code":"order_not_found"}`
	state, err := orders.State(t.Context(), "1")
	require.NoError(t, err)
	require.Equal(t, ware.OrderDead, state)

	for _, body = range []string{`{"status":404,"code":"not_found"}`, "<html>404</html>", ""} {
		_, err = orders.State(t.Context(), "1")
		require.Error(t, err, "no stock is released on the word of %q", body)
	}
}
