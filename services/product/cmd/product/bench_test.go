package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkPages measures what a visitor's page costs this service.
func BenchmarkPages(b *testing.B) {
	i := open(b)
	for name, target := range map[string]string{"home": "/", "list": "/list.html?catalog3Id=225", "suggest": "/api/product/suggest?keyword=iph"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, target, nil)
				req.Header.Set("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")
				w := httptest.NewRecorder()
				i.engine.ServeHTTP(w, req)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
