package memberapi

import "time"

// Public paths.
const (
	PathSMSCodes  = "/api/member/sms-codes"     // POST SMSCodeRequest → 204
	PathDevCode   = "/api/member/dev/sms-codes" // GET {phone} → DevCode; development only
	PathRegister  = "/api/member/register"      // POST RegisterRequest → 201 Member, signed in
	PathLogin     = "/api/member/login"         // POST LoginRequest → 200 Member
	PathLogout    = "/api/member/logout"        // POST → 204
	PathMe        = "/api/member/me"            // GET → Member
	PathAddresses = "/api/member/addresses"     // GET → []Address; POST AddressRequest → 201 Address; PUT, DELETE {id}; POST {id}/default
	PathPoints    = "/api/member/points"        // GET → Points
)

// Member is a member as he sees himself.
type Member struct {
	ID       int64     `json:"id"`
	Username string    `json:"username"`
	Nickname string    `json:"nickname"`
	Phone    string    `json:"phone"`
	Level    LevelName `json:"level"`
	Points   int64     `json:"points"` // the balance, with what orders have frozen
	Growth   int64     `json:"growth"`
}

// LevelName names a level.
type LevelName struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// SMSCodeRequest asks for a code.
type SMSCodeRequest struct {
	Phone string `json:"phone"`
}

// DevCode is the last code that was sent to a phone.
type DevCode struct {
	Code string `json:"code"`
}

// RegisterRequest asks for an account.
type RegisterRequest struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Phone    string `json:"phone"`
	Code     string `json:"code"`
}

// LoginRequest asks for a session; Account is a user name or a phone.
type LoginRequest struct {
	Account  string `json:"account"`
	Password string `json:"password"`
}

// AddressRequest is an address to add, or what an address shall become.
type AddressRequest struct {
	Name      string `json:"name"`
	Phone     string `json:"phone"`
	Province  string `json:"province"`
	City      string `json:"city"`
	Region    string `json:"region"`
	Detail    string `json:"detail"`
	PostCode  string `json:"postCode,omitempty"`
	IsDefault bool   `json:"isDefault"`
}

// Points is a member's standing and the newest lines of the ledger. Of Balance, Frozen is kept for orders that are not paid yet.
type Points struct {
	Balance int64         `json:"balance"`
	Frozen  int64         `json:"frozen"`
	Growth  int64         `json:"growth"`
	History []PointsEntry `json:"history"`
}

// PointsEntry is one line of the ledger.
type PointsEntry struct {
	At      time.Time `json:"at"`
	Change  int64     `json:"change"`
	Reason  string    `json:"reason"`
	OrderSn string    `json:"orderSn,omitempty"`
}
