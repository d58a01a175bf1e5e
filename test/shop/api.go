package shop

import "time"

// The bodies of the public contract, as an app reads them. Amounts are in fen.

// Member is the answer of register, login and me.
type Member struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Nickname string `json:"nickname"`
	Phone    string `json:"phone"`
	Level    struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	} `json:"level"`
	Points int64 `json:"points"`
	Growth int64 `json:"growth"`
}

// Address is a delivery address; without an ID it is one to be added.
type Address struct {
	ID        int64  `json:"id,omitempty"`
	Name      string `json:"name"`
	Phone     string `json:"phone"`
	Province  string `json:"province"`
	City      string `json:"city"`
	Region    string `json:"region"`
	Detail    string `json:"detail"`
	PostCode  string `json:"postCode,omitempty"`
	IsDefault bool   `json:"isDefault"`
}

// Points is a member's points.
type Points struct {
	Balance int64 `json:"balance"`
	Frozen  int64 `json:"frozen"`
	Growth  int64 `json:"growth"`
	History []struct {
		At      time.Time `json:"at"`
		Change  int64     `json:"change"`
		Reason  string    `json:"reason"`
		OrderSn string    `json:"orderSn"`
	} `json:"history"`
}

// Cart is a cart at live prices.
type Cart struct {
	Items         []CartItem `json:"items"`
	TotalCount    int64      `json:"totalCount"`
	CheckedCount  int64      `json:"checkedCount"`
	CheckedAmount int64      `json:"checkedAmount"`
	Undo          string     `json:"undo"`
}

// CartItem is a line of a cart.
type CartItem struct {
	SkuID    int64    `json:"skuId"`
	Title    string   `json:"title"`
	Price    int64    `json:"price"`
	Count    int64    `json:"count"`
	Checked  bool     `json:"checked"`
	Subtotal int64    `json:"subtotal"`
	Problems []string `json:"problems"`
}

// Amounts are the sums of an order.
type Amounts struct {
	Goods     int64 `json:"goods"`
	Promotion int64 `json:"promotion"`
	Coupon    int64 `json:"coupon"`
	Points    int64 `json:"points"`
	Freight   int64 `json:"freight"`
	Pay       int64 `json:"pay"`
}

// Add says whether the sum is right.
func (a Amounts) Add() bool {
	return a.Pay == a.Goods-a.Promotion-a.Coupon-a.Points+a.Freight && a.Pay >= 0
}

// Confirm is the data of a settlement page.
type Confirm struct {
	Token          string    `json:"token"`
	TokenExpiresAt time.Time `json:"tokenExpiresAt"`
	Addresses      []Address `json:"addresses"`
	Items          []struct {
		SkuID    int64 `json:"skuId"`
		Price    int64 `json:"price"`
		Count    int64 `json:"count"`
		Subtotal int64 `json:"subtotal"`
		HasStock bool  `json:"hasStock"`
	} `json:"items"`
	Coupons []struct {
		ID     int64  `json:"id"`
		Name   string `json:"name"`
		Amount int64  `json:"amount"`
		Usable bool   `json:"usable"`
		Reason string `json:"reason"`
	} `json:"coupons"`
	Points struct {
		Balance int64 `json:"balance"`
		Usable  int64 `json:"usable"`
		Worth   int64 `json:"worth"`
	} `json:"points"`
	Freight int64   `json:"freight"`
	Amounts Amounts `json:"amounts"`
}

// QuoteRequest asks what the checked goods would cost.
type QuoteRequest struct {
	AddressID int64 `json:"addressId"`
	CouponID  int64 `json:"couponId,omitempty"`
	Points    int64 `json:"points,omitempty"`
}

// Quote is the answer.
type Quote struct {
	Amounts Amounts `json:"amounts"`
	Lines   []struct {
		SkuID   int64 `json:"skuId"`
		Payable int64 `json:"payable"`
	} `json:"lines"`
	Explanations []struct {
		Rule   string `json:"rule"`
		Text   string `json:"text"`
		Amount int64  `json:"amount"`
	} `json:"explanations"`
}

// Submission places an order.
type Submission struct {
	Token     string `json:"token"`
	AddressID int64  `json:"addressId"`
	PayAmount int64  `json:"payAmount"`
	CouponID  int64  `json:"couponId,omitempty"`
	Points    int64  `json:"points,omitempty"`
	Note      string `json:"note,omitempty"`
}

// The public states of an order.
const (
	PendingPayment = "pending_payment"
	Paid           = "paid"
	Shipped        = "shipped"
	Completed      = "completed"
	Closed         = "closed"
)

// Order is an order.
type Order struct {
	OrderSn     string     `json:"orderSn"`
	Status      string     `json:"status"`
	CreatedAt   time.Time  `json:"createdAt"`
	ExpiresAt   time.Time  `json:"expiresAt"`
	PaidAt      *time.Time `json:"paidAt"`
	ClosedAt    *time.Time `json:"closedAt"`
	CloseReason string     `json:"closeReason"`
	Address     Address    `json:"address"`
	Items       []struct {
		SkuID   int64 `json:"skuId"`
		Price   int64 `json:"price"`
		Count   int64 `json:"count"`
		Amount  int64 `json:"amount"`
		Payable int64 `json:"payable"`
	} `json:"items"`
	Amounts Amounts `json:"amounts"`
	Payment struct {
		Channel string `json:"channel"`
		TradeNo string `json:"tradeNo"`
		Status  string `json:"status"`
	} `json:"payment"`
	Note     string `json:"note"`
	Timeline []struct {
		At    time.Time `json:"at"`
		Event string    `json:"event"`
		By    string    `json:"by"`
		Note  string    `json:"note"`
	} `json:"timeline"`
}

// OrderPage is a page of a member's orders.
type OrderPage struct {
	Items    []Order `json:"items"`
	Total    int64   `json:"total"`
	Page     int     `json:"page"`
	PageSize int     `json:"pageSize"`
}

// Payment is how the payment of an order stands.
type Payment struct {
	Status   string `json:"status"`
	Amount   int64  `json:"amount"`
	TradeNo  string `json:"tradeNo"`
	Channels []struct {
		ID      string `json:"id"`
		Name    string `json:"name"`
		Enabled bool   `json:"enabled"`
	} `json:"channels"`
	Refunds []struct {
		RefundSn string    `json:"refundSn"`
		Amount   int64     `json:"amount"`
		Status   string    `json:"status"`
		Reason   string    `json:"reason"`
		At       time.Time `json:"at"`
	} `json:"refunds"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Claimable is a coupon that can be claimed.
type Claimable struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Amount   int64  `json:"amount"`
	MinPoint int64  `json:"minPoint"`
	Left     int64  `json:"left"`
	PerLimit int64  `json:"perLimit"`
	Claimed  int64  `json:"claimed"`
}

// MemberCoupon is a coupon in a member's wallet.
type MemberCoupon struct {
	ID         int64     `json:"id"`
	CouponID   int64     `json:"couponId"`
	Name       string    `json:"name"`
	Amount     int64     `json:"amount"`
	State      string    `json:"state"`
	ValidUntil time.Time `json:"validUntil"`
}
