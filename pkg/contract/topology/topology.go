// Package topology is the shop's one table of exchanges, queues and bindings: who says what, and who hears it. `order topology` declares
// it once, before anybody publishes.
package topology

import (
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rabbit"
)

// usualTTL is the lifetime of unpaid orders for which the delay queues have their plain names.
const usualTTL = 30 * time.Minute

// wareGrace is how much longer than an order its stock waits before ware asks how the order ended: closing comes first.
const wareGrace = time.Minute

// suffix tells delay queues of another lifetime apart: a changed TTL is a new queue, never a failed start, because RabbitMQ
// refuses to declare an existing queue with other arguments.
func suffix(ttl time.Duration) string {
	if ttl == usualTTL {
		return ""
	}
	return "." + ttl.String()
}

// OrderCreateKey is the routing key of order.created for a lifetime of unpaid orders. Only the delay queue of that lifetime hears it.
func OrderCreateKey(ttl time.Duration) string { return orderapi.KeyCreate + suffix(ttl) }

// StockLockedKey is the routing key of stock.locked for a lifetime of unpaid orders.
func StockLockedKey(ttl time.Duration) string { return wareapi.KeyLocked + suffix(ttl) }

// Table gives the topology for a lifetime of unpaid orders.
func Table(ttl time.Duration) rabbit.Topology {
	orderDelay, stockDelay := orderapi.QueueDelay+suffix(ttl), wareapi.QueueDelay+suffix(ttl)
	return rabbit.Topology{
		Exchanges: []string{orderapi.Exchange, wareapi.Exchange, paymentapi.Exchange, productapi.Exchange, memberapi.Exchange, adminapi.Exchange},
		Queues: []rabbit.Queue{
			{Name: orderDelay, TTL: ttl, DeadLetterExchange: orderapi.Exchange, DeadLetterKey: orderapi.KeyReleaseOrder},
			{Name: stockDelay, TTL: ttl + wareGrace, DeadLetterExchange: wareapi.Exchange, DeadLetterKey: wareapi.KeyRelease},
			{Name: orderapi.QueueRelease, Consumer: orderapi.Service},
			{Name: orderapi.QueuePaymentSucceeded, Consumer: orderapi.Service},
			{Name: orderapi.QueuePaymentRefunded, Consumer: orderapi.Service},
			{Name: orderapi.QueuePaymentStarted, Consumer: orderapi.Service},
			{Name: orderapi.QueuePaymentRefunding, Consumer: orderapi.Service},
			{Name: orderapi.QueueStockDeducted, Consumer: orderapi.Service},
			{Name: orderapi.QueueStockUnlocked, Consumer: orderapi.Service},
			{Name: orderapi.QueuePointsGiven, Consumer: orderapi.Service},
			{Name: wareapi.QueueRelease, Consumer: wareapi.Service},
			{Name: wareapi.QueueOrderPaid, Consumer: wareapi.Service},
			{Name: couponapi.QueueOrderClose, Consumer: couponapi.Service},
			{Name: couponapi.QueueOrderPaid, Consumer: couponapi.Service},
			{Name: couponapi.QueueRegistered, Consumer: couponapi.Service},
			{Name: memberapi.QueueOrderClose, Consumer: memberapi.Service},
			{Name: memberapi.QueueOrderPaid, Consumer: memberapi.Service},
			{Name: memberapi.QueueOrderDone, Consumer: memberapi.Service},
			{Name: cartapi.QueueOrderCreated, Consumer: cartapi.Service},
			{Name: productapi.QueueOrderPaid, Consumer: productapi.Service},
			{Name: paymentapi.QueuePaymentRefused, Consumer: paymentapi.Service},
			{Name: paymentapi.QueueRefundRequested, Consumer: paymentapi.Service},
			{Name: wareapi.QueueRestock, Consumer: wareapi.Service},
			{Name: couponapi.QueueReturned, Consumer: couponapi.Service},
			{Name: memberapi.QueueReturned, Consumer: memberapi.Service},
			{Name: adminapi.QueueActed, Consumer: adminapi.Service},
		},
		Bindings: []rabbit.Binding{
			{Queue: orderDelay, Exchange: orderapi.Exchange, Key: OrderCreateKey(ttl)},
			{Queue: cartapi.QueueOrderCreated, Exchange: orderapi.Exchange, Key: orderapi.KeyCreate + ".#"},
			{Queue: orderapi.QueueRelease, Exchange: orderapi.Exchange, Key: orderapi.KeyReleaseOrder},
			{Queue: wareapi.QueueRelease, Exchange: orderapi.Exchange, Key: orderapi.KeyReleaseOther + ".#"},
			{Queue: couponapi.QueueOrderClose, Exchange: orderapi.Exchange, Key: orderapi.KeyReleaseOther + ".#"},
			{Queue: memberapi.QueueOrderClose, Exchange: orderapi.Exchange, Key: orderapi.KeyReleaseOther + ".#"},
			{Queue: wareapi.QueueOrderPaid, Exchange: orderapi.Exchange, Key: orderapi.KeyPaid},
			{Queue: couponapi.QueueOrderPaid, Exchange: orderapi.Exchange, Key: orderapi.KeyPaid},
			{Queue: memberapi.QueueOrderPaid, Exchange: orderapi.Exchange, Key: orderapi.KeyPaid},
			{Queue: productapi.QueueOrderPaid, Exchange: orderapi.Exchange, Key: orderapi.KeyPaid},
			{Queue: memberapi.QueueOrderDone, Exchange: orderapi.Exchange, Key: orderapi.KeyCompleted},
			{Queue: paymentapi.QueuePaymentRefused, Exchange: orderapi.Exchange, Key: orderapi.KeyPaymentRefused},
			{Queue: paymentapi.QueueRefundRequested, Exchange: orderapi.Exchange, Key: orderapi.KeyRefundRequested},
			{Queue: wareapi.QueueRestock, Exchange: orderapi.Exchange, Key: orderapi.KeyRestock},
			{Queue: couponapi.QueueReturned, Exchange: orderapi.Exchange, Key: orderapi.KeyReturned},
			{Queue: memberapi.QueueReturned, Exchange: orderapi.Exchange, Key: orderapi.KeyReturned},
			{Queue: stockDelay, Exchange: wareapi.Exchange, Key: StockLockedKey(ttl)},
			{Queue: wareapi.QueueRelease, Exchange: wareapi.Exchange, Key: wareapi.KeyRelease + ".#"},
			{Queue: orderapi.QueuePaymentSucceeded, Exchange: paymentapi.Exchange, Key: paymentapi.KeySucceeded},
			{Queue: orderapi.QueuePaymentRefunded, Exchange: paymentapi.Exchange, Key: paymentapi.KeyRefunded},
			{Queue: orderapi.QueuePaymentStarted, Exchange: paymentapi.Exchange, Key: paymentapi.KeyStarted},
			{Queue: orderapi.QueuePaymentRefunding, Exchange: paymentapi.Exchange, Key: paymentapi.KeyRefunding},
			{Queue: orderapi.QueueStockDeducted, Exchange: wareapi.Exchange, Key: wareapi.KeyDeducted},
			{Queue: orderapi.QueueStockUnlocked, Exchange: wareapi.Exchange, Key: wareapi.KeyUnlocked},
			{Queue: orderapi.QueuePointsGiven, Exchange: memberapi.Exchange, Key: memberapi.KeyPointsGiven},
			{Queue: adminapi.QueueActed, Exchange: adminapi.Exchange, Key: adminapi.KeyActed},
			{Queue: couponapi.QueueRegistered, Exchange: memberapi.Exchange, Key: memberapi.KeyRegistered},
		},
		Publishes: publishes(ttl),
	}
}

// publishes is who says what.
func publishes(ttl time.Duration) []rabbit.Route {
	return []rabbit.Route{
		{Exchange: orderapi.Exchange, Key: OrderCreateKey(ttl), By: orderapi.Service},
		{Exchange: orderapi.Exchange, Key: orderapi.KeyReleaseOther, By: orderapi.Service},
		{Exchange: orderapi.Exchange, Key: orderapi.KeyPaid, By: orderapi.Service},
		{Exchange: orderapi.Exchange, Key: orderapi.KeyCompleted, By: orderapi.Service},
		{Exchange: orderapi.Exchange, Key: orderapi.KeyPaymentRefused, By: orderapi.Service},
		{Exchange: orderapi.Exchange, Key: orderapi.KeyRefundRequested, By: orderapi.Service},
		{Exchange: orderapi.Exchange, Key: orderapi.KeyRestock, By: orderapi.Service},
		{Exchange: orderapi.Exchange, Key: orderapi.KeyReturned, By: orderapi.Service},
		{Exchange: wareapi.Exchange, Key: StockLockedKey(ttl), By: wareapi.Service},
		{Exchange: wareapi.Exchange, Key: wareapi.KeyDeducted, By: wareapi.Service},
		{Exchange: wareapi.Exchange, Key: wareapi.KeyUnlocked, By: wareapi.Service},
		{Exchange: wareapi.Exchange, Key: wareapi.KeyChanged, By: wareapi.Service, Optional: true},
		{Exchange: adminapi.Exchange, Key: adminapi.KeyActed, By: wareapi.Service},
		{Exchange: adminapi.Exchange, Key: adminapi.KeyActed, By: orderapi.Service},
		{Exchange: adminapi.Exchange, Key: adminapi.KeyActed, By: paymentapi.Service},
		{Exchange: adminapi.Exchange, Key: adminapi.KeyActed, By: couponapi.Service},
		{Exchange: adminapi.Exchange, Key: adminapi.KeyActed, By: productapi.Service},
		{Exchange: adminapi.Exchange, Key: adminapi.KeyActed, By: memberapi.Service},
		{Exchange: paymentapi.Exchange, Key: paymentapi.KeyStarted, By: paymentapi.Service},
		{Exchange: paymentapi.Exchange, Key: paymentapi.KeyRefunding, By: paymentapi.Service},
		{Exchange: paymentapi.Exchange, Key: paymentapi.KeySucceeded, By: paymentapi.Service},
		{Exchange: paymentapi.Exchange, Key: paymentapi.KeyRefunded, By: paymentapi.Service},
		{Exchange: productapi.Exchange, Key: productapi.KeySkuChanged, By: productapi.Service, Optional: true},
		{Exchange: memberapi.Exchange, Key: memberapi.KeyPointsGiven, By: memberapi.Service},
		{Exchange: memberapi.Exchange, Key: memberapi.KeyRegistered, By: memberapi.Service},
	}
}
