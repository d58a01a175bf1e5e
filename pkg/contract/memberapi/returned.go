package memberapi

// QueueReturned hears of orders that were paid back.
const QueueReturned = "member.order.returned.queue"
