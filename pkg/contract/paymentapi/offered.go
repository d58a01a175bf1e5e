package paymentapi

// PathOffered + orderSn: GET → Offered.
const PathOffered = "/internal/payment/offered/"

// Offered says whether somebody may have a link to pay an order by, for the amount that it had then. It is written down before the link is
// handed out, and the order is looked at once more after that: an order that lets nobody pay it when this is asked stays without a link.
type Offered struct {
	Offered bool `json:"offered"`
}
