package main

import (
	"errors"
	"strconv"
	"strings"

	"gulimall/services/payment/clients"
	"gulimall/web"
)

// withDefaults fills in the addresses that follow from the shop's own: that of the local stand-in, and where Alipay reaches us. Outside
// of development there is no stand-in, and nobody talks about money in the clear.
func withDefaults(c *Config, hosts web.Hosts) (clients.AlipayConfig, error) {
	alipay := c.Alipay
	if !c.Dev && !strings.HasPrefix(alipay.Gateway, "https://") {
		return alipay, errors.New("setting MALL_ALIPAY_GATEWAY: an https:// address is needed unless MALL_DEV=true")
	}
	if alipay.Gateway == "" {
		alipay.Gateway = c.Scheme + "://alipay." + c.Domain + ":" + strconv.Itoa(c.HTTPPort) + "/gateway.do"
	}
	if alipay.NotifyURL == "" {
		alipay.NotifyURL = hosts.Pay("/payed/notify")
	}
	if alipay.ReturnURL == "" {
		alipay.ReturnURL = hosts.Pay("/payed/return")
	}
	return alipay, nil
}

// standIn says whether the gateway is the local stand-in: talking in the clear is done in development alone, and to nobody else.
func standIn(alipay clients.AlipayConfig) bool { return !strings.HasPrefix(alipay.Gateway, "https://") }
