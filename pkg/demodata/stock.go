package demodata

import (
	"fmt"
	"time"
)

// The warehouses of the demo shop.
const (
	ShanghaiWare  int64 = 1
	GuangzhouWare int64 = 2
)

// Warehouse is a place that goods are sent from.
type Warehouse struct {
	ID                      int64
	Name, Province, Address string
	Region                  string // the region that it stands in
	AreaCode                string
}

// Warehouses returns the two warehouses.
func Warehouses() []Warehouse {
	return []Warehouse{
		{ID: ShanghaiWare, Name: "上海仓", Province: "上海市", Address: "上海市青浦区华新镇嘉松中路 5588 号", Region: EastChina, AreaCode: "310118"},
		{ID: GuangzhouWare, Name: "广州仓", Province: "广东省", Address: "广东省广州市白云区太和镇沙太北路 1268 号", Region: SouthChina, AreaCode: "440111"},
	}
}

// MoveReason says why a stock changed.
type MoveReason string

// The reasons for which the stock of the demo shop changed.
const (
	MoveInitial MoveReason = "initial" // the first count
	MoveSold    MoveReason = "sale"    // a paid order of the history took it
)

// Move is one line of the stock ledger. The stock of a SKU in a warehouse is the sum of its moves.
type Move struct {
	Key     string // unique: a seed that finds it has been here before
	SKUID   int64
	WareID  int64
	Delta   int64
	Reason  MoveReason
	OrderSn string // of a sold move
	Ago     time.Duration
}

// Stock is what lies in a warehouse at the time of seeding, the history's sales already taken off. Nothing is locked.
type Stock struct {
	SKUID, WareID int64
	SKUName       string
	Count         int64
}

// Stocks returns a row for every SKU in every warehouse, in the order of SKUs.
func Stocks() []Stock {
	var all []Stock
	for _, k := range SKUs() {
		for _, w := range Warehouses() {
			all = append(all, Stock{SKUID: k.ID, WareID: w.ID, SKUName: k.Name, Count: stockOf(k.ID, w.ID)})
		}
	}
	return all
}

// Moves returns the stock ledger: the first count of every SKU and warehouse, then what the history's orders took.
func Moves() []Move {
	type place struct{ sku, ware int64 }
	sold := map[place]int64{}
	var sales []Move
	for _, o := range Orders() {
		if !o.Deducted() {
			continue
		}
		for _, l := range o.Lines {
			sold[place{l.SKUID, o.WareID}] += l.Count
			sales = append(sales, Move{
				Key: fmt.Sprintf("%s-%d-%d", o.OrderSn, l.SKUID, o.WareID), SKUID: l.SKUID, WareID: o.WareID, Delta: -l.Count,
				Reason: MoveSold, OrderSn: o.OrderSn, Ago: o.PaidAgo,
			})
		}
	}
	var all []Move
	for _, s := range Stocks() {
		all = append(all, Move{
			Key: fmt.Sprintf("initial-%d-%d", s.SKUID, s.WareID), SKUID: s.SKUID, WareID: s.WareID,
			Delta: s.Count + sold[place{s.SKUID, s.WareID}], Reason: MoveInitial, Ago: openedAgo,
		})
	}
	return append(all, sales...)
}

// stockOf is how many pieces lie in a warehouse: mostly 50 to 500. The first variant of every product is always
// plentiful; of the others some are scarce (one to three pieces in all), some sold out, some in one warehouse only.
func stockOf(skuID, wareID int64) int64 {
	plenty := 50 + int64(mix(skuID*10+wareID, 1)%451)
	if skuID%100 == 1 {
		return plenty + 100
	}
	switch roll := mix(skuID, 2) % 100; {
	case roll < 4:
		return 0
	case roll < 10:
		if wareID == ShanghaiWare {
			return 1 + int64(mix(skuID, 3)%3)
		}
		return 0
	case roll < 14:
		if wareID == ShanghaiWare {
			return 0
		}
		return plenty
	}
	return plenty
}
