package paymentapi

// QueueRefundRequested hears what order has agreed to pay back.
const QueueRefundRequested = "payment.refund.requested.queue"
