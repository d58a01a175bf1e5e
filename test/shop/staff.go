package shop

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/money"
)

// Wares are the two warehouses of the demo data.
func Wares() [2]int64 { return [2]int64{demodata.ShanghaiWare, demodata.GuangzhouWare} }

// Price is what one piece of a SKU costs that NewSKU gives, in fen: dear enough to travel free, so that amounts are easy to foretell.
const Price = 40_000

// NewSKU gives a SKU that no other test of this process uses and no promotion touches, on the shelf at Price, with that many pieces to
// be bought, all in the first warehouse.
func (m *Mall) NewSKU(tb testing.TB, pieces int64) int64 {
	tb.Helper()
	plain := plainSKUs()
	m.skus.Lock()
	if m.skus.used == len(plain) {
		m.skus.Unlock()
		tb.Fatalf("all %d SKUs without promotions are in use", len(plain))
	}
	sku := plain[m.skus.used]
	m.skus.used++
	m.skus.Unlock()
	m.SetPrice(tb, sku, Price)
	m.SetStock(tb, sku, Wares()[0], pieces)
	m.SetStock(tb, sku, Wares()[1], 0)
	return sku
}

// plainSKUs are those that no promotion and no coupon for certain goods touches.
func plainSKUs() []int64 {
	moved := map[int64]bool{}
	for _, l := range demodata.Ladders() {
		moved[l.SKUID] = true
	}
	for _, r := range demodata.FullReductions() {
		moved[r.SKUID] = true
	}
	for _, p := range demodata.MemberPrices() {
		moved[p.SKUID] = true
	}
	var plain []int64
	for _, k := range demodata.SKUs() {
		if !moved[k.ID] {
			plain = append(plain, k.ID)
		}
	}
	return plain
}

// Internal makes a call that only services may make, at the part's own port.
func (m *Mall) Internal(ctx context.Context, method, part, path string, body any) (*Answer, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, m.PartURL(part, 1)+path, bytes.NewReader(encoded))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	return &Answer{Request: method + " " + r.URL.String(), URL: r.URL, Status: resp.StatusCode, Header: resp.Header, Body: got}, err
}

func (m *Mall) internal(tb testing.TB, method, part, path string, body any) *Answer {
	tb.Helper()
	a, err := m.Internal(tb.Context(), method, part, path, body)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// Stock is what a warehouse has of a SKU.
type Stock struct{ Stock, Locked int64 }

// StockOf adds up what both warehouses have of a SKU.
func (m *Mall) StockOf(tb testing.TB, skuID int64) Stock {
	tb.Helper()
	var s Stock
	m.Row(tb, "SELECT COALESCE(SUM(stock),0), COALESCE(SUM(stock_locked),0) FROM gulimall_wms.wms_ware_sku WHERE sku_id=?", []any{skuID}, &s.Stock, &s.Locked)
	return s
}

// SetStock lets a warehouse have that many pieces that can be bought, by an adjustment in its ledger.
func (m *Mall) SetStock(tb testing.TB, skuID, wareID, pieces int64) {
	tb.Helper()
	var free int64
	m.Row(tb, "SELECT COALESCE(SUM(stock-stock_locked),0) FROM gulimall_wms.wms_ware_sku WHERE sku_id=? AND ware_id=?", []any{skuID, wareID}, &free)
	if free == pieces {
		return
	}
	m.AdjustStock(tb, wareapi.Adjust{Key: "test-" + rand.Text(), SkuID: skuID, WareID: wareID, Delta: pieces - free, Reason: "test"}).Want(tb, http.StatusNoContent)
}

// AdjustStock changes the stock as the back office does.
func (m *Mall) AdjustStock(tb testing.TB, a wareapi.Adjust) *Answer {
	tb.Helper()
	return m.internal(tb, http.MethodPost, wareapi.Service, wareapi.PathAdjust, a)
}

// SetPrice changes what a SKU costs, as the back office does, and puts it on the shelf.
func (m *Mall) SetPrice(tb testing.TB, skuID, fen int64) {
	tb.Helper()
	price, onShelf := money.Fen(fen), true
	m.UpdateSKU(tb, skuID, productapi.SkuUpdate{Price: &price, OnShelf: &onShelf})
}

// UpdateSKU changes a SKU and waits until every copy of the catalogue says so.
func (m *Mall) UpdateSKU(tb testing.TB, skuID int64, change productapi.SkuUpdate) {
	tb.Helper()
	m.internal(tb, http.MethodPut, productapi.Service, fmt.Sprintf("%s/%d", productapi.PathSkus, skuID), change).Want(tb, http.StatusOK)
	for copy := 1; copy <= m.Copies; copy++ {
		Await(tb, fmt.Sprintf("copy %d of product sees the change of SKU %d", copy, skuID), StatusTime, func() bool { return m.sees(tb, copy, skuID, change) })
	}
}

func (m *Mall) sees(tb testing.TB, copy int, skuID int64, change productapi.SkuUpdate) bool {
	tb.Helper()
	resp, err := http.Post(m.PartURL(productapi.Service, copy)+productapi.PathSkus, "application/json", bytes.NewReader(fmt.Appendf(nil, `{"skuIds":[%d]}`, skuID)))
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	var got productapi.Skus
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || len(got.Skus) != 1 {
		return false
	}
	k := got.Skus[0]
	return (change.Price == nil || k.Price == *change.Price) && (change.OnShelf == nil || k.OnShelf == *change.OnShelf)
}

// Row reads one row of any schema.
func (m *Mall) Row(tb testing.TB, query string, args []any, into ...any) {
	tb.Helper()
	if err := m.DB.QueryRowContext(tb.Context(), query, args...).Scan(into...); err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
}

// Count reads one number of any schema.
func (m *Mall) Count(tb testing.TB, query string, args ...any) int64 {
	tb.Helper()
	var n int64
	m.Row(tb, query, args, &n)
	return n
}

// UpdateSKULater changes a SKU in a cleanup, when the test's context is over.
func (m *Mall) UpdateSKULater(tb testing.TB, skuID int64, change productapi.SkuUpdate) {
	tb.Helper()
	a, err := m.Internal(context.Background(), http.MethodPut, productapi.Service, fmt.Sprintf("%s/%d", productapi.PathSkus, skuID), change)
	if err != nil || a.Status != http.StatusOK {
		tb.Errorf("change SKU %d: %v %v", skuID, a, err)
	}
}

// GivePoints credits a member with points, as staff would: a line in the ledger and the balance, in one transaction.
func (m *Mall) GivePoints(tb testing.TB, s *Shopper, points int64) {
	tb.Helper()
	tx, err := m.DB.BeginTx(tb.Context(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	_, ledgerErr := tx.ExecContext(tb.Context(), `INSERT INTO gulimall_ums.ums_integration_change_history
		(business_key, member_id, change_count, note, source_type, create_time) VALUES (?, ?, ?, '测试', 1, UTC_TIMESTAMP(3))`, "test-"+rand.Text(), s.ID, points)
	_, balanceErr := tx.ExecContext(tb.Context(), "UPDATE gulimall_ums.ums_member SET integration=integration+? WHERE id=?", points, s.ID)
	if err := errors.Join(ledgerErr, balanceErr, tx.Commit()); err != nil {
		tb.Fatal(err)
	}
}
