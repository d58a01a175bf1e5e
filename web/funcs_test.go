package web

import (
	"math"
	"testing"
	"time"

	"gulimall/pkg/money"
)

func TestYuan(t *testing.T) {
	tests := map[money.Fen]string{
		0: "¥0.00", 5: "¥0.05", 123400: "¥1,234.00", 99999: "¥999.99", 100000: "¥1,000.00", 123456789: "¥1,234,567.89", -5: "-¥0.05", -123456: "-¥1,234.56",
		math.MaxInt64: "¥92,233,720,368,547,758.07",
	}
	for in, want := range tests {
		if got := yuan(in); got != want {
			t.Errorf("yuan(%d) = %s, want %s", int64(in), got, want)
		}
	}
}

func TestLocalTime(t *testing.T) {
	at := time.Date(2026, 12, 31, 16, 0, 1, 0, time.UTC)
	if got, want := localTime(at), "2027-01-01 00:00:01"; got != want {
		t.Errorf("localTime = %s, want %s", got, want)
	}
	if got, want := localDate(at), "2027-01-01"; got != want {
		t.Errorf("localDate = %s, want %s", got, want)
	}
	if got := localTime(time.Time{}); got != "" {
		t.Errorf("localTime of no time = %q", got)
	}
}

func TestDict(t *testing.T) {
	if _, err := dict("a"); err == nil {
		t.Error("a key without a value was taken")
	}
	if _, err := dict(1, 2); err == nil {
		t.Error("a key that is no string was taken")
	}
}

func TestHostURL(t *testing.T) {
	hosts := NewHosts("http", "shop.example", 80)
	if _, err := hostURL(hosts, "evil", "/"); err == nil {
		t.Error("an unknown host was linked")
	}
	if _, err := hostURL(hosts, "cart", "cart.html"); err == nil {
		t.Error("a relative path was linked")
	}
}

func TestSmall(t *testing.T) {
	for in, want := range map[string]string{
		"/media/p/ab/ab12.jpg": "/media/p/ab/ab12-s.jpg", "/media/sku/1101.svg": "/media/sku/1101.svg", "https://elsewhere/media/p/x.jpg": "https://elsewhere/media/p/x.jpg", "": "",
	} {
		if got := small(in); got != want {
			t.Errorf("small(%q) = %q, want %q", in, got, want)
		}
	}
}
