package adminapi

import "slices"

// Permission is something that a member of staff may do. The service that owns the data asks for it (pkg/staff.Guard); the back office
// only leaves out what somebody may not do.
type Permission string

// The permissions, by the area that they belong to.
const (
	DashboardRead   Permission = "dashboard.read"
	WareRead        Permission = "ware.read"
	WareWrite       Permission = "ware.write"    // warehouses, adjustments, freight
	WarePurchase    Permission = "ware.purchase" // needs and purchase orders
	CouponRead      Permission = "coupon.read"
	CouponWrite     Permission = "coupon.write"
	OrderRead       Permission = "order.read"
	OrderShip       Permission = "order.ship"
	OrderWrite      Permission = "order.write"  // close, note, price
	OrderReturn     Permission = "order.return" // the after-sale desk
	PaymentRead     Permission = "payment.read"
	PaymentWrite    Permission = "payment.write" // reconciliation and what follows from it
	ProductRead     Permission = "product.read"
	ProductWrite    Permission = "product.write"
	MemberRead      Permission = "member.read"
	MemberWrite     Permission = "member.write" // levels, points, freezing
	OperationsRead  Permission = "operations.read"
	OperationsWrite Permission = "operations.write" // replay and discard messages
	StaffManage     Permission = "staff.manage"     // staff and roles
	AuditRead       Permission = "audit.read"
	SettingsWrite   Permission = "settings.write"
)

// Permissions lists all of them in the order in which they are shown.
func Permissions() []Permission {
	return []Permission{
		DashboardRead, WareRead, WareWrite, WarePurchase, CouponRead, CouponWrite, OrderRead, OrderShip, OrderWrite, OrderReturn,
		PaymentRead, PaymentWrite, ProductRead, ProductWrite, MemberRead, MemberWrite, OperationsRead, OperationsWrite,
		StaffManage, AuditRead, SettingsWrite,
	}
}

// Known says whether there is such a permission.
func (p Permission) Known() bool { return slices.Contains(Permissions(), p) }

// RoleCode names one of the roles that the shop begins with. Their permissions can be changed in the back office, but for the
// administrator's, who has all.
type RoleCode string

// The roles of the beginning: 管理员, 仓管, 运营, 客服, 财务.
const (
	Administrator RoleCode = "admin"
	Keeper        RoleCode = "keeper"
	Marketing     RoleCode = "marketing"
	Support       RoleCode = "support"
	Finance       RoleCode = "finance"
)

// RoleCodes lists the roles of the beginning.
func RoleCodes() []RoleCode {
	return []RoleCode{Administrator, Keeper, Marketing, Support, Finance}
}

// Grants is what a role of the beginning may do.
func (r RoleCode) Grants() []Permission {
	switch r {
	case Administrator:
		return Permissions()
	case Keeper:
		return []Permission{DashboardRead, WareRead, WareWrite, WarePurchase, OrderRead, OrderShip, ProductRead}
	case Marketing:
		return []Permission{DashboardRead, CouponRead, CouponWrite, ProductRead, ProductWrite, MemberRead, WareRead}
	case Support:
		return []Permission{OrderRead, OrderWrite, OrderReturn, MemberRead, PaymentRead, ProductRead, CouponRead, WareRead}
	case Finance:
		return []Permission{DashboardRead, PaymentRead, PaymentWrite, OrderRead, MemberRead}
	}
	return nil
}
