package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/app"
	"gulimall/web"
)

func TestWithDefaults(t *testing.T) {
	hosts := web.NewHosts("http", "gulimall.localhost", 8080)
	c := &Config{Config: app.Config{Domain: "gulimall.localhost", HTTPPort: 8080, Scheme: "http", Dev: true}}
	got, err := withDefaults(c, hosts)
	require.NoError(t, err)
	require.Equal(t, "http://alipay.gulimall.localhost:8080/gateway.do", got.Gateway)
	require.Equal(t, "http://pay.gulimall.localhost:8080/payed/notify", got.NotifyURL)
	require.Equal(t, "http://pay.gulimall.localhost:8080/payed/return", got.ReturnURL)

	c.Dev = false
	_, err = withDefaults(c, hosts)
	require.Error(t, err, "there is no stand-in outside of development")
	c.Alipay.Gateway = "http://openapi.alipay.com/gateway.do"
	_, err = withDefaults(c, hosts)
	require.Error(t, err, "nor money in the clear")
	c.Alipay.Gateway, c.Alipay.NotifyURL = "https://openapi.alipay.com/gateway.do", "https://shop.example/payed/notify"
	got, err = withDefaults(c, hosts)
	require.NoError(t, err)
	require.Equal(t, "https://shop.example/payed/notify", got.NotifyURL)
}
