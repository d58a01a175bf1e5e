package e2e

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/test/shop"
)

// shelf demands what must hold of a SKU's stock at any time: it covers its locks, and is the sum of its ledger; the locks are those of the
// tasks that live.
func shelf(t *testing.T, m *shop.Mall, sku int64) {
	t.Helper()
	require.Zero(t, m.Count(t, `SELECT COUNT(*) FROM gulimall_wms.wms_ware_sku s WHERE s.sku_id = ? AND (s.stock_locked < 0 OR s.stock_locked > s.stock
		OR s.stock <> (SELECT COALESCE(SUM(l.delta), 0) FROM gulimall_wms.wms_stock_ledger l WHERE l.sku_id = s.sku_id AND l.ware_id = s.ware_id)
		OR s.stock_locked <> (SELECT COALESCE(SUM(d.sku_num), 0) FROM gulimall_wms.wms_ware_order_task_detail d
			WHERE d.sku_id = s.sku_id AND d.ware_id = s.ware_id AND d.lock_status = 1))`, sku))
}

// A keeper adjusts a stock, up, down and by too much, while a hundred people buy from it: what was sold and what was adjusted add up, and
// nothing falls below what orders hold.
func TestAnAdjustmentRacesAHundredBuyers(t *testing.T) {
	m := shop.Stack(t)
	const pieces = 70
	sku := m.NewSKU(t, pieces)
	before := m.StockOf(t, sku)
	keeper := m.Clerk(t, "keeper")
	adjusted := make(chan int64)
	stop := make(chan struct{})
	go func() {
		sum := int64(0)
		defer func() { adjusted <- sum }()
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			delta := []int64{-9, 7, -400, 2, -3}[i%5]
			a, err := keeper.Send(t.Context(), shop.Request{Method: http.MethodPost, Host: shop.OfficeHost, Path: wareapi.PathAdjustments, JSON: wareapi.Adjustment{
				SkuID: sku, WareID: shop.Wares()[0], Delta: delta, Reason: "盘点", Key: rand.Text(),
			}})
			if err == nil && a.Status == http.StatusOK {
				sum += delta
			}
		}
	}()
	buyers := m.Members(t, 100)
	placed := int64(sold(t, crowd(t, buyers, sku), sku))
	close(stop)
	delta := <-adjusted
	now := m.StockOf(t, sku)
	require.Equal(t, shop.Stock{Stock: before.Stock + delta, Locked: before.Locked + placed}, now)
	require.Positive(t, placed)
	shelf(t, m, sku)
	a := keeper.Call(t, http.MethodPost, wareapi.PathAdjustments, wareapi.Adjustment{SkuID: sku, WareID: shop.Wares()[0], Delta: -now.Stock, Reason: "清空"})
	a.Refused(t, http.StatusConflict, "stock_below_locks")
	shop.Await(t, "the orders have closed", shop.StatusTime+backTime, func() bool { return m.StockOf(t, sku).Locked <= before.Locked })
	require.Equal(t, before.Stock+delta, m.StockOf(t, sku).Stock)
	shelf(t, m, sku)
}

// The buyer says twenty times at once that a purchase is done: what was bought comes into stock once.
func TestPurchaseDoneAtOnceAddsStockOnce(t *testing.T) {
	m := shop.Stack(t)
	keeper := m.Clerk(t, "keeper")
	good, bad := m.NewSKU(t, 3), m.NewSKU(t, 3)
	was := []int64{m.StockOf(t, good).Stock, m.StockOf(t, bad).Stock}
	var needs []int64
	for _, sku := range []int64{good, bad} {
		var need wareapi.Need
		keeper.Call(t, http.MethodPost, wareapi.PathNeeds, wareapi.NewNeed{SkuID: sku, WareID: shop.Wares()[0], Count: 40}).Into(t, http.StatusCreated, &need)
		needs = append(needs, need.ID)
	}
	var p wareapi.Purchase
	keeper.Call(t, http.MethodPost, wareapi.PathMerge, wareapi.Merge{NeedIDs: needs}).Into(t, http.StatusOK, &p)
	one := wareapi.PathPurchases + "/" + num(p.ID)
	keeper.Call(t, http.MethodPost, one+wareapi.PartAssign, wareapi.Assign{Assignee: "老王", Phone: "13800000000"}).Want(t, http.StatusOK)
	keeper.Call(t, http.MethodPost, one+wareapi.PartReceive, nil).Want(t, http.StatusOK)
	done := wareapi.Done{Items: []wareapi.DoneItem{{NeedID: needs[0], OK: true}, {NeedID: needs[1], Reason: "厂家缺货"}}}
	for _, a := range atOnce(t, 20, func(int) (*shop.Answer, error) {
		return keeper.Send(t.Context(), shop.Request{Method: http.MethodPost, Host: shop.OfficeHost, Path: one + wareapi.PartDone, JSON: done})
	}) {
		a.Into(t, http.StatusOK, &p)
		require.Equal(t, "failed", p.State)
	}
	require.Equal(t, []int64{was[0] + 40, was[1]}, []int64{m.StockOf(t, good).Stock, m.StockOf(t, bad).Stock})
	done.Items[1] = wareapi.DoneItem{NeedID: needs[1], OK: true}
	keeper.Call(t, http.MethodPost, one+wareapi.PartDone, done).Refused(t, http.StatusConflict, "purchase_state")
	require.Equal(t, was[1], m.StockOf(t, bad).Stock)
	shelf(t, m, good)
}

// A sheet is counted, sold from, and booked by several people at once.
func TestStockTakingWhileTheShopSells(t *testing.T) {
	m := shop.Stack(t)
	keeper := m.Clerk(t, "keeper")
	sku := m.NewSKU(t, 10)
	var sheet wareapi.Taking
	keeper.Call(t, http.MethodPost, wareapi.PathTakings, wareapi.NewTaking{WareID: shop.Wares()[0], SkuIDs: []int64{sku}}).Into(t, http.StatusCreated, &sheet)
	one := wareapi.PathTakings + "/" + num(sheet.ID)
	counted := int64(8)
	keeper.Call(t, http.MethodPut, one+wareapi.PartCounts, wareapi.Counts{Counts: []wareapi.Count{{SkuID: sku, Counted: &counted}}}).Want(t, http.StatusOK)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 3)
	s.Pay(t, o.OrderSn)
	shop.Await(t, "the sale is in the books", shop.StatusTime, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 7} })
	for _, a := range atOnce(t, 5, func(int) (*shop.Answer, error) {
		return keeper.Send(t.Context(), shop.Request{Method: http.MethodPost, Host: shop.OfficeHost, Path: one + wareapi.PartBook})
	}) {
		a.Into(t, http.StatusOK, &sheet)
		require.Equal(t, "booked", sheet.State)
	}
	require.Equal(t, shop.Stock{Stock: 5}, m.StockOf(t, sku), "two were missing, three were sold")
	shelf(t, m, sku)
}

// Somebody whom the back office freezes is out at once, everywhere, and comes in again when he is let in.
func TestAFrozenMemberIsOut(t *testing.T) {
	m := shop.Stack(t)
	boss := m.Clerk(t, "admin")
	s := m.WithAddress(t)
	sku := m.NewSKU(t, 5)
	o := s.Buy(t, sku, 1)
	page := s.Settle(t, sku).Submission()
	one := memberapi.PathOfficeMembers + "/" + num(s.ID)
	boss.Call(t, http.MethodPost, one+memberapi.PartFreeze, memberapi.Freezing{Reason: "刷单"}).Want(t, http.StatusOK)
	s.TrySubmit(t, page).Want(t, http.StatusUnauthorized)
	m.Guest().API(t, http.MethodPost, memberapi.PathLogin, memberapi.LoginRequest{Account: s.Username, Password: shop.Password}).Refused(t, http.StatusUnauthorized, "bad_credentials")
	require.Equal(t, int64(1), m.Count(t, "SELECT COUNT(*) FROM gulimall_oms.oms_order WHERE order_sn = ? AND status = 0", o.OrderSn), "what is under way goes on")
	boss.Call(t, http.MethodPost, one+memberapi.PartUnfreeze, memberapi.Freezing{Reason: "已核实"}).Want(t, http.StatusOK)
	s.Login(t, s.Username, shop.Password)
	giveUp(t, s, o.OrderSn)

	m.Clerk(t, "support").Call(t, http.MethodPost, one+memberapi.PartFreeze, memberapi.Freezing{Reason: "x"}).Refused(t, http.StatusForbidden, "forbidden")
	var found struct {
		Items []memberapi.OfficeMember `json:"items"`
	}
	m.Clerk(t, "support").Read(t, memberapi.PathOfficeMembers+"?keyword="+s.Username, &found)
	require.Len(t, found.Items, 1)
	require.Contains(t, found.Items[0].Phone, "****")

	var points memberapi.OfficeMember
	adjust := memberapi.PointsAdjustment{MemberID: s.ID, Change: 300, Kind: memberapi.KindPoints, Reason: "补偿", Key: "t" + strconv.FormatInt(s.ID, 10)}
	for _, a := range atOnce(t, 10, func(int) (*shop.Answer, error) {
		return boss.Send(t.Context(), shop.Request{Method: http.MethodPost, Host: shop.OfficeHost, Path: memberapi.PathPointsAdjust, JSON: adjust})
	}) {
		a.Into(t, http.StatusOK, &points)
		require.EqualValues(t, 300, points.Points)
	}
	require.EqualValues(t, 300, s.Points(t).Balance)
}
