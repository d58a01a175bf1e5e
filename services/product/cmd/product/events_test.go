package main

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/topology"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/rabbit/rabbittest"
	"gulimall/services/product"
	"gulimall/services/product/consumer"
)

// run starts what an instance does beside answering requests.
func (i *instance) run(t *testing.T, broker *rabbit.Broker) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 4)
	work := []func(context.Context) error{
		i.ob.Relay(broker).Run, i.uc.Follow, i.uc.Refresh,
		func(ctx context.Context) error { return broker.ConsumeBroadcast(ctx, consumer.Index(i.uc)) },
	}
	for _, w := range work {
		go func() { ended <- w(ctx) }()
	}
	for _, q := range consumer.Queues(i.uc) {
		rabbittest.Consume(t, broker, q)
	}
	t.Cleanup(func() {
		stop()
		for range work {
			require.NoError(t, <-ended)
		}
	})
	require.Eventually(t, func() bool { return broker.Ready() == nil }, 10*time.Second, 5*time.Millisecond)
}

// say puts an event of another service on its way.
func (i *instance) say(t *testing.T, exchange, key string, data any) {
	t.Helper()
	require.NoError(t, i.ob.Tx(t.Context(), func(tx *outbox.Tx) error {
		return tx.Put(outbox.Event{Exchange: exchange, Key: key, Type: key, Version: 1, Subject: "test", Data: data, Optional: true})
	}))
}

func (i *instance) finds(t *testing.T, raw string) int {
	t.Helper()
	return decode[productapi.Search](t, i.get(t, "/api/product/search?"+raw)).Total
}

func soon(t *testing.T, what func() bool) {
	t.Helper()
	require.Eventually(t, what, 10*time.Second, 10*time.Millisecond)
}

// two instances of the service over one schema.
func two(t *testing.T) (a, b *instance, host *rabbittest.Host) {
	t.Helper()
	host = rabbittest.New(t)
	host.Declare(t, topology.Table(30*time.Minute))
	a = open(t)
	b = over(t, a.db)
	a.run(t, host.Broker(t))
	b.run(t, host.Broker(t))
	return a, b, host
}

func TestOneInstanceChangesAndTheOtherFollows(t *testing.T) {
	a, b, _ := two(t)
	require.Zero(t, b.finds(t, "skuPrice=1234.56_1234.56"))
	status, _, _ := a.ask(t, http.MethodPut, productapi.PathSkus+"/1101", `{"price":123456}`)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, 1, a.finds(t, "skuPrice=1234.56_1234.56"), "at once here")
	soon(t, func() bool { return b.finds(t, "skuPrice=1234.56_1234.56") == 1 })
	require.True(t, strings.Contains(b.get(t, "/1101.html"), "¥1,234.56"))
	_, body, _ := b.ask(t, http.MethodPost, productapi.PathSkus, `{"skuIds":[1101]}`)
	require.Contains(t, body, `"price":123456`)
}

func TestStockIsFollowedByAll(t *testing.T) {
	a, b, _ := two(t)
	all := a.finds(t, "hasStock=1")
	for _, i := range []*instance{a, b} {
		i.near.set(func() { i.near.stock[1101] = 0 })
	}
	a.say(t, wareapi.Exchange, wareapi.KeyChanged, wareapi.StockChanged{Skus: []wareapi.Available{{SkuID: 1101, Available: 0}}})
	soon(t, func() bool { return a.finds(t, "hasStock=1") == all-1 && b.finds(t, "hasStock=1") == all-1 })
	require.Equal(t, 1, b.finds(t, "hasStock=0"))
}

func TestSalesAreCountedOnceAndShown(t *testing.T) {
	a, b, _ := two(t)
	paid := orderapi.Paid{OrderSn: "1", Lines: []orderapi.Line{{SkuID: 1101, Count: 100_000}, {SkuID: 1102, Count: 1}, {SkuID: 1101, Count: 1}}}
	a.say(t, orderapi.Exchange, orderapi.KeyPaid, paid)
	best := func(i *instance) int64 {
		return decode[productapi.Search](t, i.get(t, "/api/product/search?sort=saleCount_desc")).Items[0].SkuID
	}
	soon(t, func() bool { return best(a) == 1101 && best(b) == 1101 })
	skus, err := a.uc.Skus(t.Context(), []int64{1101})
	require.NoError(t, err)
	before := skus[0].SaleCount
	require.GreaterOrEqual(t, before, int64(100_001))

	m := rabbit.Message{ID: "0190c0de-0000-7000-8000-000000000001", Type: orderapi.TypePaid, Version: 1}
	var raw []byte
	raw, err = rabbit.Encode(m, paid)
	require.NoError(t, err)
	m.Data = raw[strings.Index(string(raw), `"data":`)+7 : len(raw)-1]
	ctx := rabbit.WithMessage(t.Context(), m, productapi.QueueOrderPaid)
	handle := consumer.Queues(a.uc)[0].Handle
	require.NoError(t, handle(ctx, m))
	require.ErrorIs(t, handle(ctx, m), rabbit.ErrDuplicate)
	var count int64
	require.NoError(t, a.db.Raw("SELECT sale_count FROM pms_sku_info WHERE sku_id = 1101").Scan(&count).Error)
	require.Equal(t, before+100_001, count)
}

func TestReindexReachesAll(t *testing.T) {
	a, b, _ := two(t)
	require.NoError(t, a.db.Exec("UPDATE pms_sku_info SET sku_title = '孤本' WHERE sku_id = 1101").Error)
	require.Zero(t, a.finds(t, "keyword=孤本"))
	status, _, _ := a.ask(t, http.MethodPost, productapi.PathReindex, "")
	require.Equal(t, http.StatusAccepted, status)
	soon(t, func() bool { return a.finds(t, "keyword=孤本") == 1 && b.finds(t, "keyword=孤本") == 1 })
}

func TestALostConnectionIsCaughtUp(t *testing.T) {
	a, b, host := two(t)
	require.NoError(t, a.db.Exec("UPDATE pms_sku_info SET sku_title = '孤本' WHERE sku_id = 1101").Error)
	soon(t, func() bool { return host.CutConnections(t) > 0 })
	soon(t, func() bool { return a.finds(t, "keyword=孤本") == 1 && b.finds(t, "keyword=孤本") == 1 })
	price := `{"price":123456}`
	a.ask(t, http.MethodPut, productapi.PathSkus+"/1101", price)
	soon(t, func() bool { return b.finds(t, "skuPrice=1234.56_1234.56") == 1 })
}

func TestMessagesThatMeanNothingAreNotTriedAgain(t *testing.T) {
	i := open(t)
	handle := consumer.Index(i.uc).Handle
	require.True(t, rabbit.IsIgnored(handle(t.Context(), rabbit.Message{ID: "1", Type: "stock.unheard.of", Version: 1})))
	for _, m := range []rabbit.Message{
		{ID: "1", Type: productapi.TypeSkuChanged, Version: 2, Data: []byte(`{"skuIds":[1]}`)},
		{ID: "1", Type: productapi.TypeSkuChanged, Version: 1, Data: []byte(`[]`)},
		{ID: "1", Type: wareapi.TypeChanged, Version: 1},
	} {
		require.True(t, rabbit.IsPermanent(handle(t.Context(), m)))
	}
	require.Equal(t, 1, i.finds(t, "skuPrice="+skuPrice(t, i)))
	require.NoError(t, handle(t.Context(), rabbit.Message{ID: "1", Type: productapi.TypeSkuChanged, Version: 1, Data: []byte(`{"skuIds":[-1,1101]}`)}))
}

// skuPrice is a price range that holds the dearest SKU alone.
func skuPrice(t *testing.T, i *instance) string {
	t.Helper()
	found, err := i.uc.Search(product.Query{Sort: product.SortPrice, PageSize: 2})
	require.NoError(t, err)
	return (found.Hits[1].SKU.Price + 1).String() + "_"
}
