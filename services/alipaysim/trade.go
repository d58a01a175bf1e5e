package alipaysim

import (
	"slices"
	"time"

	"gulimall/pkg/money"
)

// expired tells whether an unpaid trade has run out of time.
func (t *Trade) expired(now time.Time) bool {
	return t.Status == WaitBuyerPay && !now.Before(t.ExpiresAt)
}

// pay moves the buyer's money. With late set it moves although the trade was closed or has expired, as it can happen
// when a payment and a close cross.
func (t *Trade) pay(now time.Time, late bool) error {
	switch t.Status {
	case WaitBuyerPay:
		if t.expired(now) && !late {
			return ErrPaymentTimeout
		}
	case TradeClosed:
		if !late || !t.PaidAt.IsZero() {
			return ErrTradeHasClose
		}
	case TradeSuccess, TradeFinished:
		return ErrTradeHasSuccess
	}
	t.Status, t.PaidAt, t.ClosedAt = TradeSuccess, now, time.Time{}
	return nil
}

// close ends a trade that nobody has paid.
func (t *Trade) close(now time.Time) error {
	if t.Status != WaitBuyerPay {
		return ErrTradeStatus
	}
	t.Status, t.ClosedAt = TradeClosed, now
	return nil
}

// finish ends the time in which a paid trade can be refunded.
func (t *Trade) finish(now time.Time) error {
	if t.Status != TradeSuccess {
		return ErrTradeStatus
	}
	t.Status, t.ClosedAt = TradeFinished, now
	return nil
}

// refund gives money back once for each request number. It tells whether money moved: a request that comes again with
// the same amount is answered as before and moves nothing.
func (t *Trade) refund(now time.Time, requestNo string, amount money.Fen, reason string) (moved bool, err error) {
	if requestNo == "" {
		if amount != t.Amount {
			return false, ErrRefundNotTotal
		}
		requestNo = t.OutTradeNo
	}
	if r, ok := t.findRefund(requestNo); ok {
		if r.Amount != amount {
			return false, ErrDiscordantRepeat
		}
		return false, nil
	}
	switch {
	case t.Status == TradeFinished:
		return false, ErrTradeHasFinished
	case t.PaidAt.IsZero():
		return false, ErrTradeStatus
	case amount <= 0:
		return false, ErrInvalidParameter.with("refund_amount 必须大于 0")
	case amount > t.Amount-t.Refunded():
		return false, ErrRefundFee
	}
	t.Refunds = append(t.Refunds, Refund{RequestNo: requestNo, Amount: amount, Reason: reason, At: now})
	if t.Refunded() == t.Amount {
		t.Status, t.ClosedAt = TradeClosed, now
	}
	return true, nil
}

func (t *Trade) findRefund(requestNo string) (Refund, bool) {
	i := slices.IndexFunc(t.Refunds, func(r Refund) bool { return r.RequestNo == requestNo })
	if i < 0 {
		return Refund{}, false
	}
	return t.Refunds[i], true
}
