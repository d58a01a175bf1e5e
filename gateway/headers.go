package gateway

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"gulimall/pkg/rpc"
)

// headers knows what is taken out of requests and what is put into answers.
type headers struct {
	secured [][2]string
}

func newHeaders(config Config) *headers {
	h := &headers{secured: [][2]string{
		{"Content-Security-Policy", policy(config)},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "strict-origin-when-cross-origin"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	}}
	if config.Scheme == "https" {
		h.secured = append(h.secured, [2]string{"Strict-Transport-Security", "max-age=31536000; includeSubDomains"})
	}
	return h
}

// policy is the Content-Security-Policy of pages that bring none of their own. Forms post across our own hosts, and the one
// that pays is redirected to Alipay: browsers apply form-action to redirects as well.
func policy(config Config) string {
	forms := []string{"'self'"}
	for _, host := range []string{config.Domain, "*." + config.Domain} {
		forms = append(forms, config.Scheme+"://"+host+publicPort(config))
	}
	forms = append(forms, "https://*.alipay.com", "https://*.alipaydev.com")
	return "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'none'; " +
		"worker-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action " + strings.Join(forms, " ")
}

// publicPort is the port of the shop's addresses, ":8080" or nothing.
func publicPort(config Config) string {
	if config.Port == 0 || config.Scheme == "http" && config.Port == 80 || config.Scheme == "https" && config.Port == 443 {
		return ""
	}
	return ":" + strconv.Itoa(config.Port)
}

// secure adds the security headers that an answer does not have yet.
func (h *headers) secure(answer http.Header) {
	for _, header := range h.secured {
		if len(answer[header[0]]) == 0 {
			answer[header[0]] = []string{header[1]}
		}
	}
}

// strip takes out of a request what only we may say to a service.
func strip(request http.Header) {
	for name := range request {
		if strings.HasPrefix(name, "X-") &&
			(strings.HasPrefix(name, "X-Member-") || strings.HasPrefix(name, "X-Internal-") || strings.HasPrefix(name, "X-Forwarded-")) {
			delete(request, name)
		}
	}
	for _, name := range [...]string{
		"Forwarded", "X-Real-Ip", rpc.HeaderTimeout, rpc.HeaderNotStarted,
		// These would make a request repeatable on a visitor's word alone.
		"Idempotency-Key", "X-Idempotency-Key",
	} {
		delete(request, name)
	}
}

// visitor is the address that a request came from: the one that nginx on this machine names, else the one that is connected.
func visitor(r *http.Request) netip.Addr {
	peer := parseAddr(r.RemoteAddr)
	if !peer.IsLoopback() {
		return peer
	}
	named := r.Header.Get("X-Forwarded-For")
	if i := strings.LastIndexByte(named, ','); i >= 0 {
		named = named[i+1:] // what the nearest proxy added; the rest is hearsay
	}
	if addr := parseAddr(strings.TrimSpace(named)); addr.IsValid() {
		return addr
	}
	return peer
}

// parseAddr reads an address with or without a port.
func parseAddr(s string) netip.Addr {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	addr, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap().WithZone("")
}

// proto is how the visitor reached us, as nginx on this machine says.
func proto(r *http.Request) string {
	if r.Header.Get("X-Forwarded-Proto") == "https" && parseAddr(r.RemoteAddr).IsLoopback() || r.TLS != nil {
		return "https"
	}
	return "http"
}
