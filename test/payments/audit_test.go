package payments_test

import (
	"fmt"
	"maps"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/money"
)

// settled waits until all money is where it belongs.
func (s *shop) settled() {
	s.t.Helper()
	var wrong []string
	s.eventually(func() bool {
		wrong = s.audit()
		return len(wrong) == 0
	}, "%s", lazily(func() string { return fmt.Sprint(wrong) }))
}

// lazily words a message when it is needed.
type lazily func() string

// String implements fmt.Stringer.
func (l lazily) String() string { return l() }

// audit looks at the tables, at the orders and at Alipay's own ledger, and tells what does not fit together.
func (s *shop) audit() []string {
	s.t.Helper()
	var wrong []string
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for name, query := range map[string]string{
		"a payment is paid exactly when it names a trade of its order": `pay_payment p LEFT JOIN pay_trade t ON t.trade_no = p.trade_no AND t.order_sn = p.order_sn
			WHERE (p.status = 1) <> (p.trade_no <> '') OR (p.trade_no <> '' AND t.trade_no IS NULL)`,
		"a payment is paid by a credited trade of its amount": `pay_payment p JOIN pay_trade t ON t.trade_no = p.trade_no
			WHERE t.verdict <> 'credited' OR t.amount <> p.amount`,
		"a refused trade has its exception and its whole refund, confirmed": `pay_trade t LEFT JOIN pay_exception e ON e.trade_no = t.trade_no
			LEFT JOIN pay_refund r ON r.trade_no = t.trade_no AND r.status = 2 AND r.amount = t.amount
			WHERE t.verdict = 'refused' AND (e.id IS NULL OR r.refund_sn IS NULL)`,
		"only refused trades go back, once": `pay_refund r LEFT JOIN pay_trade t ON t.trade_no = r.trade_no
			WHERE t.trade_no IS NULL OR t.verdict <> 'refused' OR r.amount > t.amount`,
		"an accepted notification has its trade": `pay_notify n LEFT JOIN pay_trade t ON t.trade_no = n.trade_no
			WHERE n.verdict = 'paid' AND t.trade_no IS NULL`,
	} {
		if n := s.count(query); n > 0 {
			complain("%s: %d times not", name, n)
		}
	}
	s.orders.mu.Lock()
	all := maps.Clone(s.orders.all)
	s.orders.mu.Unlock()
	for sn := range all {
		row := s.orders.find(sn)
		s.auditOrder(sn, row, complain)
	}
	return wrong
}

func (s *shop) auditOrder(sn string, row orderRow, complain func(string, ...any)) {
	trades, err := s.st.Sim.Trades(sn)
	if err != nil {
		complain("%s: %v", sn, err)
	}
	for _, t := range trades {
		var kept money.Fen
		if !t.PaidAt.IsZero() {
			kept = t.Amount - t.Refunded()
		}
		if owned := row.state == paid && row.tradeNo == t.TradeNo; owned && kept != amount || !owned && kept != 0 {
			complain("%s is %s: trade %s is %s and holds %s", sn, row.state, t.TradeNo, t.Status, kept)
		}
		if len(t.Refunds) > 1 {
			complain("%s: trade %s went back %d times", sn, t.TradeNo, len(t.Refunds))
		}
		if n := s.heard(paymentapi.KeySucceeded, t.TradeNo); n > 1 || n == 0 && !t.PaidAt.IsZero() && t.Amount == amount {
			complain("%s: payment.succeeded %d times for trade %s", sn, n, t.TradeNo)
		}
		if n := s.heard(paymentapi.KeyRefunded, "BACK_"+t.TradeNo); n != len(t.Refunds) {
			complain("%s: payment.refunded %d times for %d refunds of trade %s", sn, n, len(t.Refunds), t.TradeNo)
		}
	}
	switch status := s.count("pay_payment WHERE order_sn = ? AND status IN (0, 2)", sn); {
	case row.state == paid && s.count("pay_payment WHERE order_sn = ? AND status = 1", sn) != 1:
		complain("%s is paid, its payment is not", sn)
	case row.state == closed && status != 0:
		complain("%s is closed, its payment is still open", sn)
	}
}
