package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gulimall/pkg/csvfile"
)

// A list that no file holds says so.
func TestAFileOfALongList(t *testing.T) {
	for total, want := range map[int]string{0: "", csvfile.MostRows: "", csvfile.MostRows + 1: "20,000"} {
		if got := (Pager{Total: total}).FileMost(); got != want {
			t.Errorf("%d rows: %q, want %q", total, got, want)
		}
	}
}

func TestNewPager(t *testing.T) {
	show := func(p Pager) string {
		var b strings.Builder
		for _, l := range p.Links {
			switch {
			case l.Gap:
				b.WriteString(" …")
			case l.Current:
				fmt.Fprintf(&b, " [%d]", l.Number)
			default:
				fmt.Fprintf(&b, " %d", l.Number)
			}
		}
		return fmt.Sprintf("%s|%s|%s", p.PrevURL, strings.TrimSpace(b.String()), p.NextURL)
	}
	tests := []struct {
		name              string
		page, size, total int
		want              string
	}{
		{"nothing", 1, 20, 0, "||"},
		{"one page", 1, 20, 20, "||"},
		{"two pages", 1, 20, 21, "|[1] 2|p2"},
		{"last of two", 2, 20, 21, "p1|1 [2]|"},
		{"in the middle", 6, 10, 120, "p5|1 … 4 5 [6] 7 8 … 12|p7"},
		{"beyond the end", 99, 10, 30, "p2|1 2 [3]|"},
		{"before the start", -1, 10, 30, "|[1] 2 3|p2"},
		{"no size", 1, 0, 2, "|[1] 2|p2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := show(NewPager(tt.page, tt.size, tt.total, func(n int) string { return fmt.Sprintf("p%d", n) }))
			if got != tt.want {
				t.Errorf("pager %s, want %s", got, tt.want)
			}
		})
	}
}

func TestFormErrors(t *testing.T) {
	e := FormErrors{Fields: []FieldError{{"phone", "bad"}}}
	if !e.Any() || e.On("phone") != "bad" || e.On("name") != "" {
		t.Errorf("errors %+v", e)
	}
	if (FormErrors{}).Any() {
		t.Error("no errors are some")
	}
}

func TestCartAllChecked(t *testing.T) {
	on, off := CartLine{SKUID: 1, Checked: true}, CartLine{SKUID: 2}
	tests := []struct {
		name  string
		cart  Cart
		want  bool
		empty bool
	}{
		{"empty", Cart{}, false, true},
		{"all", Cart{Items: []CartLine{on, on}}, true, false},
		{"one not", Cart{Items: []CartLine{on, off}}, false, false},
		{"what cannot be bought does not count", Cart{Items: []CartLine{on}, Invalid: []CartLine{off}}, true, false},
		{"nothing can be bought", Cart{Invalid: []CartLine{off}}, false, false},
	}
	for _, tt := range tests {
		if got := tt.cart.AllChecked(); got != tt.want || tt.cart.Empty() != tt.empty {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if got := (Cart{Items: []CartLine{off, on}}).Checked(); len(got) != 1 || got[0].SKUID != 1 {
		t.Errorf("checked %v", got)
	}
}

func TestCouponPercent(t *testing.T) {
	for _, c := range []struct{ left, issued, want int }{{0, 10, 0}, {5, 0, 0}, {1, 1000, 1}, {5, 10, 50}, {10, 10, 100}, {11, 10, 100}} {
		if got := (CouponCard{Left: c.left, Issued: c.issued}).Percent(); got != c.want {
			t.Errorf("%d of %d: %d", c.left, c.issued, got)
		}
	}
}

func TestSettleReady(t *testing.T) {
	parcel := func(lines ...SettleLine) []SettleParcel { return []SettleParcel{{Lines: lines}} }
	good := Settle{Token: "t", Addresses: []Address{{ID: 1, Selected: true}}, Parcels: parcel(SettleLine{Count: 1, HasStock: true})}
	if !good.Ready() || good.Deliver() == nil {
		t.Error("a good page is not ready")
	}
	for name, spoil := range map[string]func(*Settle){
		"no token":   func(p *Settle) { p.Token = "" },
		"no address": func(p *Settle) { p.Addresses = nil },
		"no items":   func(p *Settle) { p.Parcels = parcel() },
		"no stock":   func(p *Settle) { p.Parcels = parcel(SettleLine{Count: 1, HasStock: true}, SettleLine{Count: 1}) },
	} {
		p := good
		spoil(&p)
		if p.Ready() {
			t.Errorf("%s: ready", name)
		}
	}
}

func TestTheChosenAddressIsAlwaysNear(t *testing.T) {
	var p Settle
	for id := int64(1); id <= 7; id++ {
		p.Addresses = append(p.Addresses, Address{ID: id, Selected: id == 6})
	}
	near, far := p.NearAddresses(), p.FarAddresses()
	if len(near) != 4 || len(far) != 3 || near[3].ID != 6 {
		t.Errorf("near %v, far %v", near, far)
	}
	p.Addresses = p.Addresses[:4]
	if len(p.NearAddresses()) != 4 || p.FarAddresses() != nil {
		t.Error("four are all near")
	}
}

func TestPayResultWaiting(t *testing.T) {
	for state, want := range map[string]bool{"open": true, "closing": true, "refunding": true, "paid": false, "closed": false, "refunded": false, "wrong": false} {
		if got := (PayResult{State: state}).Waiting(); got != want {
			t.Errorf("%s: %v", state, got)
		}
	}
}

func TestCouponClaimable(t *testing.T) {
	tests := map[string]struct {
		coupon CouponCard
		want   bool
	}{
		"open":      {CouponCard{Left: 1, PerLimit: 1}, true},
		"no limit":  {CouponCard{Left: 1, Claimed: 9}, true},
		"exhausted": {CouponCard{PerLimit: 1}, false},
		"had it":    {CouponCard{Left: 1, PerLimit: 1, Claimed: 1}, false},
		"too early": {CouponCard{Left: 1, NotOpen: true}, false},
	}
	for name, tt := range tests {
		if got := tt.coupon.Claimable(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSmallDefaults(t *testing.T) {
	if got := (Member{Username: "demo"}).Name(); got != "demo" {
		t.Errorf("name %q", got)
	}
}

func TestBreadcrumbsForMachines(t *testing.T) {
	list := NewBreadcrumbList([]Crumb{{Label: "首页", URL: "http://x/"}, {Label: "手机"}}, "http://x/phones")
	want := []BreadcrumbItem{{"ListItem", 1, "首页", "http://x/"}, {"ListItem", 2, "手机", "http://x/phones"}}
	if !slices.Equal(list.Items, want) {
		t.Errorf("items %v", list.Items)
	}
}
