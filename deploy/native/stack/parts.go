package stack

// Part is one of the shop's own processes. This table is the only place that lists them.
type Part struct {
	Name string
	// Package is where its main package is.
	Package string
	// Port of its first copy; the second has 100 more.
	Port int
	// Schema that it owns, with an account of the same name; empty when it needs no database.
	Schema string
	// Seeds: it has demo data of its own (`<name> seed`).
	Seeds bool
	// Single: it keeps state of its own in a file, so there is never a second copy.
	Single bool
}

// Parts lists the shop's processes in the order in which they are started.
func Parts() []Part {
	return []Part{
		{Name: "gateway", Package: "./gateway/cmd/gateway", Port: 18000},
		{Name: "product", Package: "./services/product/cmd/product", Port: 18001, Schema: "gulimall_pms", Seeds: true},
		{Name: "member", Package: "./services/member/cmd/member", Port: 18002, Schema: "gulimall_ums", Seeds: true},
		{Name: "cart", Package: "./services/cart/cmd/cart", Port: 18003},
		{Name: "order", Package: "./services/order/cmd/order", Port: 18004, Schema: "gulimall_oms", Seeds: true},
		{Name: "ware", Package: "./services/ware/cmd/ware", Port: 18005, Schema: "gulimall_wms", Seeds: true},
		{Name: "coupon", Package: "./services/coupon/cmd/coupon", Port: 18006, Schema: "gulimall_sms", Seeds: true},
		{Name: "payment", Package: "./services/payment/cmd/payment", Port: 18007, Schema: "gulimall_pay", Seeds: true},
		{Name: "admin", Package: "./services/admin/cmd/admin", Port: 18008, Schema: "gulimall_admin", Seeds: true},
		{Name: "alipaysim", Package: "./services/alipaysim/cmd/alipaysim", Port: 18009, Single: true},
	}
}

// TopologyPart is the part whose `topology` sub-command declares all exchanges and queues.
const TopologyPart = "order"

// AuditAccount reads all schemas and writes none.
const AuditAccount = "gulimall_audit"

// CopyStep is how far the port of a second copy is from the first's.
const CopyStep = 100
