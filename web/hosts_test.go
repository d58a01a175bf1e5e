package web

import (
	"net/url"
	"testing"
)

func TestHostsLink(t *testing.T) {
	dev := NewHosts("http", "gulimall.localhost", 8080)
	tests := []struct{ got, want string }{
		{dev.Home("/"), "http://gulimall.localhost:8080/"},
		{dev.Search("/list.html"), "http://search.gulimall.localhost:8080/list.html"},
		{dev.SKU(12), "http://item.gulimall.localhost:8080/12.html"},
		{dev.Auth("/login.html"), "http://auth.gulimall.localhost:8080/login.html"},
		{dev.Cart("/cart.html"), "http://cart.gulimall.localhost:8080/cart.html"},
		{dev.Order("/toTrade"), "http://order.gulimall.localhost:8080/toTrade"},
		{dev.Pay("/pay.html"), "http://pay.gulimall.localhost:8080/pay.html"},
		{dev.Member("/"), "http://member.gulimall.localhost:8080/"},
		{dev.Coupon("/"), "http://coupon.gulimall.localhost:8080/"},
		{dev.LoginURL(""), "http://auth.gulimall.localhost:8080/login.html"},
		{dev.LoginURL("http://cart.gulimall.localhost:8080/a?b=c&d"), "http://auth.gulimall.localhost:8080/login.html?originUrl=http%3A%2F%2Fcart.gulimall.localhost%3A8080%2Fa%3Fb%3Dc%26d"},
		{NewHosts("https", "Shop.example", 443).Cart("/"), "https://cart.shop.example/"},
		{NewHosts("http", "shop.example", 80).Home("/x"), "http://shop.example/x"},
		{NewHosts("https", "shop.example", 0).Home("/x"), "https://shop.example/x"},
		{NewHosts("https", "shop.example", 80).Home("/x"), "https://shop.example:80/x"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("link %s, want %s", tt.got, tt.want)
		}
	}
}

func TestHostsOwn(t *testing.T) {
	dev := NewHosts("http", "gulimall.localhost", 8080)
	plain := NewHosts("https", "shop.example", 443)
	tests := []struct {
		name  string
		hosts Hosts
		raw   string
		want  bool
	}{
		{"home", dev, "http://gulimall.localhost:8080/", true},
		{"home without path", dev, "http://gulimall.localhost:8080", true},
		{"sub-host with query", dev, "http://search.gulimall.localhost:8080/list.html?keyword=%E6%89%8B%E6%9C%BA&brandId=1", true},
		{"upper case host", dev, "http://CART.gulimall.localhost:8080/cart.html", true},
		{"a line break in a note stays data", dev, "http://order.gulimall.localhost:8080/toTrade?note=a%0D%0Ab", true},
		{"default port left out", plain, "https://cart.shop.example/cart.html", true},
		{"default port written", plain, "https://cart.shop.example:443/cart.html", true},
		{"every host of ours", dev, "http://coupon.gulimall.localhost:8080/", true},

		{"empty", dev, "", false},
		{"relative", dev, "/cart.html", false},
		{"no scheme", dev, "gulimall.localhost:8080/", false},
		{"protocol relative", dev, "//evil.example/", false},
		{"protocol relative to us", dev, "//gulimall.localhost:8080/", false},
		{"three slashes", dev, "///evil.example", false},
		{"scheme without slashes", dev, "https:evil.example", false},
		{"our scheme without slashes", dev, "http:evil.example", false},
		{"our scheme with one slash", dev, "http:/evil.example", false},
		{"our scheme with three slashes", dev, "http:///evil.example", false},
		{"backslash", dev, `\evil.example`, false},
		{"two backslashes", dev, `\\evil.example`, false},
		{"backslash after the host", dev, `http://gulimall.localhost:8080\@evil.example/`, false},
		{"backslash before ours", dev, `http://evil.example\.gulimall.localhost:8080/`, false},
		{"encoded backslash in the path", dev, "http://gulimall.localhost:8080/%5c%5cevil.example", false},
		{"line break", dev, "http://gulimall.localhost:8080/\r\nSet-Cookie: a=b", false},
		{"encoded line break in the path", dev, "http://gulimall.localhost:8080/%0d%0aSet-Cookie:%20a=b", false},
		{"encoded line break first", dev, "%0d%0ahttp://evil.example", false},
		{"encoded line break in the host", dev, "http://gulimall.localhost%0d%0a.evil.example:8080/", false},
		{"tab in the scheme", dev, "ht\ttp://gulimall.localhost:8080/", false},
		{"blank in front", dev, " http://gulimall.localhost:8080/", false},
		{"userinfo is the trick", dev, "http://gulimall.localhost:8080@evil.example/", false},
		{"userinfo with our host", dev, "http://a:b@gulimall.localhost:8080/", false},
		{"userinfo and fragment", dev, "http://evil.example#@gulimall.localhost:8080/", false},
		{"userinfo and query", dev, "http://evil.example?@gulimall.localhost:8080/", false},
		{"stranger", dev, "http://evil.example:8080/", false},
		{"ours as a prefix", dev, "http://gulimall.localhost.evil.example:8080/", false},
		{"ours as a suffix", dev, "http://evilgulimall.localhost:8080/", false},
		{"unknown sub-host", dev, "http://evil.gulimall.localhost:8080/", false},
		{"the word home is no host", dev, "http://home.gulimall.localhost:8080/", false},
		{"sub-host of a sub-host", dev, "http://a.cart.gulimall.localhost:8080/", false},
		{"back office", dev, "http://admin.gulimall.localhost:8080/", false},
		{"Alipay's stand-in", dev, "http://alipay.gulimall.localhost:8080/", false},
		{"trailing dot", dev, "http://gulimall.localhost.:8080/", false},
		{"another port", dev, "http://gulimall.localhost:9090/", false},
		{"no port where ours has one", dev, "http://gulimall.localhost/", false},
		{"empty port", plain, "https://shop.example:/", false},
		{"port that is no number", dev, "http://gulimall.localhost:80a/", false},
		{"https where we speak http", dev, "https://gulimall.localhost:8080/", false},
		{"http where we speak https", plain, "http://shop.example:443/", false},
		{"javascript", dev, "javascript:alert(1)//http://gulimall.localhost:8080/", false},
		{"data", dev, "data:text/html,x", false},
		{"ftp", dev, "ftp://gulimall.localhost:8080/", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.hosts.Own(tt.raw); got != tt.want {
				t.Errorf("Own(%q) = %v, want %v", tt.raw, got, tt.want)
			}
			want := "fallback"
			if tt.want {
				want = tt.raw
			}
			if got := tt.hosts.Back(tt.raw, "fallback"); got != want {
				t.Errorf("Back(%q) = %q, want %q", tt.raw, got, want)
			}
		})
	}
}

// FuzzHostsOwn checks that whatever passes is, for a browser's reading of the address too, one of ours.
func FuzzHostsOwn(f *testing.F) {
	dev := NewHosts("http", "gulimall.localhost", 8080)
	for _, s := range []string{"http://gulimall.localhost:8080/", "//evil", `http://a\b`, "http://cart.gulimall.localhost:8080/?a#b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if !dev.Own(raw) {
			return
		}
		u, err := url.Parse(raw)
		if err != nil || u.User != nil || u.Port() != "8080" || !dev.ownName(u.Hostname()) {
			t.Errorf("%q passed: %v %v", raw, u, err)
		}
	})
}
