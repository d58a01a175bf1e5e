package couponapi

// QueueReturned hears of orders that were paid back.
const QueueReturned = "coupon.order.returned.queue"
