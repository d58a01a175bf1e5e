package sample

import (
	"time"

	"gulimall/web/page"
)

func paying() []Sample {
	const sn, amount = "202610150000123456", 1118400
	cashier := func(state string) page.Cashier {
		return page.Cashier{
			Base: signedIn("收银台"), OrderSn: sn, Amount: amount, State: state, Channel: "alipay",
			ExpiresAt: noon().Add(30 * time.Minute), Now: noon().Add(8 * time.Second),
		}
	}
	back := func(reason string, done bool) []page.PayRefund {
		return []page.PayRefund{{Amount: amount, Reason: reason, Done: done, At: noon().Add(time.Hour)}}
	}
	both := append(back("paid_twice", true), page.PayRefund{Amount: 100, Reason: "wrong_amount", At: noon().Add(time.Hour)})
	stray := cashier("open")
	stray.Refunds = both
	none := cashier("open")
	none.Base = wrong(none.Base, "支付渠道暂时不可用，请稍后再试。")
	refused := cashier("closed")
	refused.Base = wrong(refused.Base, "当前订单状态不允许此操作")
	samples := []Sample{{"cashier", "stray", 200, stray}, {"cashier", "none", 503, none}, {"cashier", "refused", 409, refused}}
	for _, state := range []string{"open", "closing", "paid", "closed", "refunding", "refunded"} {
		p := cashier(state)
		if state == "refunding" || state == "refunded" {
			p.Refunds = back("order_closed", state == "refunded")
		}
		samples = append(samples, Sample{"cashier", state, 200, p})
	}
	for _, state := range []string{"paid", "open", "closing", "closed", "refunding", "refunded", "wrong"} {
		p := page.PayResult{Base: signedIn("付款结果"), OrderSn: sn, Amount: amount, State: state}
		switch state {
		case "paid":
			p.TradeNo, p.PaidAt, p.Refunds = "2026101522001400001", noon(), both[:1]
		case "refunding", "refunded":
			p.TradeNo, p.Refunds = "2026101522001400001", back("order_closed", state == "refunded")
		case "wrong":
			p.Refunds = both[1:]
		}
		samples = append(samples, Sample{"payresult", state, 200, p})
	}
	guest := page.PayResult{Base: visitor("付款结果"), OrderSn: sn, Amount: amount, State: "paid", TradeNo: "2026101522001400001", PaidAt: noon(), Guest: true}
	early := guest
	early.State, early.TradeNo, early.PaidAt = "open", "", time.Time{}
	samples = append(samples, Sample{"payresult", "guest", 200, guest}, Sample{"payresult", "early", 200, early})
	for _, state := range []string{"open", "paid", "closed"} {
		samples = append(samples, Sample{"payscan", state, 200, page.PayScan{
			Base: visitor("付款"), OrderSn: sn, Pass: "sample-pass", Amount: amount, State: state, ExpiresAt: noon().Add(30 * time.Minute), Now: noon(),
		}})
	}
	return samples
}
