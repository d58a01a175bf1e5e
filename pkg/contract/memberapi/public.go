package memberapi

import (
	"time"

	"gulimall/pkg/money"
)

// Public paths.
const (
	PathSMSCodes  = "/api/member/sms-codes"     // POST SMSCodeRequest → 204
	PathDevCode   = "/api/member/dev/sms-codes" // GET {phone} → DevCode; development only
	PathRegister  = "/api/member/register"      // POST RegisterRequest → 201 Member, signed in
	PathLogin     = "/api/member/login"         // POST LoginRequest → 200 Member
	PathCodeLogin = "/api/member/login/sms"     // POST CodeLoginRequest → 200 Member; 422 bad_sms_code, 409 phone_unknown
	PathLogout    = "/api/member/logout"        // POST → 204
	PathMe        = "/api/member/me"            // GET → Member
	PathAddresses = "/api/member/addresses"     // GET → []Address; POST AddressRequest → 201 Address; PUT, DELETE {id}; POST {id}/default
	PathPoints    = "/api/member/points"        // GET → Points
	PathPassword  = "/api/member/password"      // PUT PasswordRequest → 204, a new session here, all others end; 422 wrong_password, bad_sms_code
	PathSessions  = "/api/member/sessions"      // GET → []Session; DELETE {id} → 204; DELETE → 204 ends all but the caller's

	PathFavourites   = "/api/member/favourites"     // GET ?page&pageSize → FavouritePage; PUT, DELETE {skuId} → 204; PUT: 404 sku_not_found, 409 favourite_limit
	PathFavouriteIDs = "/api/member/favourites/ids" // GET → FavouriteIDs
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

// CodeLoginRequest asks for a session by a code that was sent to the phone.
type CodeLoginRequest struct {
	Phone string `json:"phone"`
	Code  string `json:"code"`
}

// PasswordRequest asks for another password. Where the old one is forgotten, a code that was sent to the member's phone stands for it.
type PasswordRequest struct {
	OldPassword string `json:"oldPassword,omitempty"`
	Code        string `json:"code,omitempty"`
	NewPassword string `json:"newPassword"`
}

// Session is one of the member's sessions. Device is browser and system, empty where the browser does not say; Seen is exact to some
// minutes.
type Session struct {
	ID      string    `json:"id"`
	Device  string    `json:"device"`
	Address string    `json:"address"`
	Since   time.Time `json:"since"`
	Seen    time.Time `json:"seen"`
	Current bool      `json:"current"`
}

// FavouritePage is one page of a member's favourites, the newest first.
type FavouritePage struct {
	Items    []Favourite `json:"items"`
	Total    int         `json:"total"`
	Page     int         `json:"page"`
	PageSize int         `json:"pageSize"`
}

// Favourite is a SKU as it stands now. What the catalogue does not have any more is only an id that is not for sale.
type Favourite struct {
	SkuID   int64     `json:"skuId"`
	AddedAt time.Time `json:"addedAt"`
	Title   string    `json:"title"`
	Image   string    `json:"image"`
	Attrs   []string  `json:"attrs"`
	Price   money.Fen `json:"price"`
	OnShelf bool      `json:"onShelf"`
	InStock bool      `json:"inStock"`
}

// FavouriteIDs are all SKUs that a member keeps.
type FavouriteIDs struct {
	SkuIDs []int64 `json:"skuIds"`
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
