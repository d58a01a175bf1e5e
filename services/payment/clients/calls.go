package clients

import (
	"context"
	"log/slog"
	"time"

	"gulimall/services/payment"
)

// LoggedAlipay is Alipay with every call written down that asks or moves something. Links are only signed, and bills belong to no order.
type LoggedAlipay struct {
	*Alipay
	calls payment.CallLog
	log   *slog.Logger
}

var _ payment.Provider = (*LoggedAlipay)(nil)

// Logged makes it.
func Logged(a *Alipay, calls payment.CallLog, log *slog.Logger) *LoggedAlipay {
	return &LoggedAlipay{Alipay: a, calls: calls, log: log}
}

// logTime bounds how long a call waits until it is written down.
const logTime = time.Second

// told writes a call down. Where that fails, what Alipay has said counts all the same.
func (l *LoggedAlipay) told(ctx context.Context, call payment.Call, err error) {
	call.Took = l.now().Sub(call.At)
	if err != nil {
		call.Outcome, call.Fault = payment.SaidUnknown, err.Error()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), logTime)
	defer cancel()
	if err := l.calls.Called(ctx, call); err != nil {
		l.log.LogAttrs(ctx, slog.LevelWarn, "a call to Alipay is not written down",
			slog.String("method", call.Method), slog.String("order_sn", call.OrderSn), slog.Any("error", err))
	}
}

// Query is Alipay's, written down.
func (l *LoggedAlipay) Query(ctx context.Context, orderSn string) (payment.TradeState, payment.Trade, error) {
	begun := l.now()
	state, trade, err := l.Alipay.Query(ctx, orderSn)
	l.told(ctx, payment.Call{Method: payment.MethodQuery, OrderSn: orderSn, TradeNo: trade.TradeNo, At: begun, Outcome: state.Said()}, err)
	return state, trade, err
}

// QueryTrade is Alipay's, written down.
func (l *LoggedAlipay) QueryTrade(ctx context.Context, tradeNo string) (payment.TradeState, payment.Trade, error) {
	begun := l.now()
	state, trade, err := l.Alipay.QueryTrade(ctx, tradeNo)
	l.told(ctx, payment.Call{Method: payment.MethodQuery, OrderSn: trade.OrderSn, TradeNo: tradeNo, At: begun, Outcome: state.Said()}, err)
	return state, trade, err
}

// Close is Alipay's, written down.
func (l *LoggedAlipay) Close(ctx context.Context, orderSn string) error {
	begun := l.now()
	err := l.Alipay.Close(ctx, orderSn)
	l.told(ctx, payment.Call{Method: payment.MethodClose, OrderSn: orderSn, At: begun, Outcome: payment.SaidDone}, err)
	return err
}

// Refund is Alipay's, written down.
func (l *LoggedAlipay) Refund(ctx context.Context, r payment.Refund) error {
	begun := l.now()
	err := l.Alipay.Refund(ctx, r)
	l.told(ctx, payment.Call{Method: payment.MethodRefund, OrderSn: r.OrderSn, TradeNo: r.TradeNo, At: begun, Outcome: payment.SaidDone}, err)
	return err
}

// Refunded is Alipay's, written down.
func (l *LoggedAlipay) Refunded(ctx context.Context, r payment.Refund) (bool, error) {
	begun := l.now()
	confirmed, err := l.Alipay.Refunded(ctx, r)
	outcome := payment.SaidNotYet
	if confirmed {
		outcome = payment.SaidConfirmed
	}
	l.told(ctx, payment.Call{Method: payment.MethodRefundQuery, OrderSn: r.OrderSn, TradeNo: r.TradeNo, At: begun, Outcome: outcome}, err)
	return confirmed, err
}
