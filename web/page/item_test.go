package page

import "testing"

func TestItemStock(t *testing.T) {
	tests := map[string]struct {
		item    Item
		stock   string
		buyable bool
		most    int
	}{
		"plenty":                    {Item{SKU: ItemSKU{Stock: 1000}}, "in", true, 200},
		"some":                      {Item{SKU: ItemSKU{Stock: 11}}, "in", true, 11},
		"few":                       {Item{SKU: ItemSKU{Stock: 10}}, "low", true, 10},
		"one":                       {Item{SKU: ItemSKU{Stock: 1}}, "low", true, 1},
		"nothing":                   {Item{}, "out", false, 1},
		"nobody knows how many":     {Item{SKU: ItemSKU{Stock: 1, StockUnknown: true}}, "in", true, 200},
		"nobody knows, likely none": {Item{SKU: ItemSKU{StockUnknown: true}}, "out", false, 200},
		"off the shelf":             {Item{SKU: ItemSKU{Stock: 5, OffShelf: true}}, "off", false, 5},
		"no such combination":       {Item{SKU: ItemSKU{Stock: 5}, NoSuch: "red · L"}, "nosuch", false, 5},
	}
	for name, tt := range tests {
		if got := tt.item.Stock(); got != tt.stock {
			t.Errorf("%s: %s, want %s", name, got, tt.stock)
		}
		if got := tt.item.Buyable(); got != tt.buyable {
			t.Errorf("%s: buyable %v", name, got)
		}
		if got := tt.item.Most(); got != tt.most {
			t.Errorf("%s: most %d, want %d", name, got, tt.most)
		}
	}
	if got := (Item{Count: 7, SKU: ItemSKU{Stock: 3}}).Quantity(); got != 3 {
		t.Errorf("quantity %d of 3", got)
	}
	if got := (Item{}).Quantity(); got != 1 {
		t.Errorf("quantity %d of nothing", got)
	}
}

func TestWhyAValueCannotBeBought(t *testing.T) {
	for want, v := range map[string]SaleValue{"": {SKUID: 1, HasStock: true}, "out": {SKUID: 1}, "none": {HasStock: true}} {
		if got := v.Why(); got != want {
			t.Errorf("%+v: %q, want %q", v, got, want)
		}
	}
}

func TestItemSchema(t *testing.T) {
	item := Item{Base: Base{Here: "http://item.shop/1.html"}, SKU: ItemSKU{ID: 1, Title: "tea", Price: 1230, Stock: 50, Images: []string{"/media/1.svg", "::", "http://other/2.svg"}}}
	goods := item.Schema()[0].(thing)
	if got := goods["image"].([]string); got[0] != "http://item.shop/media/1.svg" || got[1] != "::" || got[2] != "http://other/2.svg" {
		t.Errorf("images %v", got)
	}
	for stock, want := range map[int64]string{50: "InStock", 3: "LimitedAvailability", 0: "OutOfStock"} {
		item.SKU.Stock = stock
		offer := item.Schema()[0].(thing)["offers"].(thing)
		if offer["availability"] != "https://schema.org/"+want || offer["price"] != "12.30" {
			t.Errorf("%d: %v", stock, offer)
		}
	}
	item.SKU.OffShelf = true
	if got := item.availability(); got != "Discontinued" {
		t.Error(got)
	}
}
