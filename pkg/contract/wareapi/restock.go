package wareapi

// QueueRestock hears of goods that are back and can be sold again.
const QueueRestock = "ware.order.restock.queue"
