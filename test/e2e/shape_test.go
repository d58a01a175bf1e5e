package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gulimall/test/shop"
)

// shape is what api.md says of a JSON object: field -> rule. "name?" may be missing. "+name" is ours beyond the contract and may be
// missing too. Any other field is an error, so that the contract and the answers cannot drift apart unseen.
type shape map[string]rule

// rule says what is wrong with a value, or "".
type rule func(v any) string

func text(v any) string {
	if _, ok := v.(string); !ok {
		return "is no string"
	}
	return ""
}

func filled(v any) string {
	if s, ok := v.(string); !ok || s == "" {
		return "is no text"
	}
	return ""
}

func integer(v any) string {
	n, ok := v.(json.Number)
	if !ok {
		return "is no number"
	}
	if _, err := n.Int64(); err != nil {
		return "is no integer"
	}
	return ""
}

// fen is an amount: never negative in the public contract.
func fen(v any) string {
	if bad := integer(v); bad != "" {
		return bad
	}
	if strings.HasPrefix(v.(json.Number).String(), "-") {
		return "is negative"
	}
	return ""
}

func identity(v any) string {
	if bad := integer(v); bad != "" {
		return bad
	}
	if n, _ := v.(json.Number).Int64(); n <= 0 {
		return "is no id"
	}
	return ""
}

func boolean(v any) string {
	if _, ok := v.(bool); !ok {
		return "is no boolean"
	}
	return ""
}

// moment is RFC 3339 in UTC.
func moment(v any) string {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || !strings.HasSuffix(s, "Z") || t.Year() < 2000 {
		return "is no RFC 3339 time in UTC"
	}
	return ""
}

var digits = regexp.MustCompile(`^[0-9]{10,32}$`)

func orderSn(v any) string {
	if s, ok := v.(string); !ok || !digits.MatchString(s) {
		return "is no string of digits"
	}
	return ""
}

func picture(v any) string {
	if s, ok := v.(string); !ok || !strings.HasPrefix(s, "/media/") && !strings.HasPrefix(s, "http") {
		return "is no address of a picture"
	}
	return ""
}

func oneOf(words ...string) rule {
	return func(v any) string {
		if s, ok := v.(string); !ok || !slices.Contains(words, s) {
			return "is none of " + strings.Join(words, " ")
		}
		return ""
	}
}

// list is an array, which is never null.
func list(of rule) rule {
	return func(v any) string {
		all, ok := v.([]any)
		if !ok {
			return "is no array"
		}
		for i, e := range all {
			if bad := of(e); bad != "" {
				return fmt.Sprintf("[%d] %s", i, bad)
			}
		}
		return ""
	}
}

// some is a list with something in it.
func some(of rule) rule {
	return func(v any) string {
		if all, ok := v.([]any); ok && len(all) == 0 {
			return "is empty"
		}
		return list(of)(v)
	}
}

// object makes a rule of a shape.
func object(s shape) rule {
	return func(v any) string {
		m, ok := v.(map[string]any)
		if !ok {
			return "is no object"
		}
		return s.wrong(m)
	}
}

func (s shape) wrong(m map[string]any) string {
	known := map[string]bool{}
	for name, of := range s {
		plain := strings.Trim(name, "?+")
		known[plain] = true
		value, there := m[plain]
		switch {
		case !there && plain == name:
			return plain + " is missing"
		case !there:
			continue
		}
		if bad := of(value); bad != "" {
			return strings.Replace("."+plain+" "+bad, " [", "[", 1)
		}
	}
	for name := range m {
		if !known[name] {
			return name + " is not in the contract"
		}
	}
	return ""
}

// fits fails the test unless an answer has the status, is JSON and obeys the rule.
func fits(t *testing.T, a *shop.Answer, status int, of rule) {
	t.Helper()
	a.Want(t, status)
	if got := a.Header.Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("%s: content type %q", a.Request, got)
	}
	body := json.NewDecoder(bytes.NewReader(a.Body))
	body.UseNumber()
	var v any
	if err := body.Decode(&v); err != nil {
		t.Fatalf("%s: %v\n%s", a.Request, err, a.Body)
	}
	if bad := of(v); bad != "" {
		t.Errorf("%s: %s\n%s", a.Request, bad, a.Body)
	}
}

// The shapes of api.md.

func memberShape() rule {
	return object(shape{
		"id": identity, "username": filled, "nickname": text, "phone": filled, "level": object(shape{"id": identity, "name": filled}),
		"points": fen, "growth": fen,
	})
}

func addressShape() rule {
	return object(shape{
		"id": identity, "name": filled, "phone": filled, "province": filled, "city": filled, "region": filled, "detail": filled, "postCode?": text,
		"isDefault": boolean,
	})
}

func cartShape() rule {
	return object(shape{
		"items": list(object(shape{
			"skuId": identity, "title": filled, "image": picture, "attrs": list(filled), "price": fen, "count": identity, "checked": boolean,
			"subtotal": fen, "problems": list(oneOf("price_changed", "sold_out", "stock_short", "off_shelf")),
		})),
		"totalCount": fen, "checkedCount": fen, "checkedAmount": fen, "+undo": filled,
	})
}

func amountsShape() rule {
	return object(shape{"goods": fen, "promotion": fen, "coupon": fen, "points": fen, "freight": fen, "pay": fen})
}

func explanationsShape() rule {
	return list(object(shape{"rule": filled, "skuId?": identity, "text": filled, "amount": fen}))
}

func confirmShape() rule {
	return object(shape{
		"token": filled, "tokenExpiresAt": moment, "addresses": list(addressShape()),
		"items": some(object(shape{
			"skuId": identity, "title": filled, "image": picture, "attrs": list(filled), "price": fen, "count": identity, "subtotal": fen,
			"hasStock": boolean,
		})),
		"coupons": list(object(shape{"id": identity, "name": filled, "amount": fen, "usable": boolean, "reason?": filled, "+reasonText": filled})),
		"points":  object(shape{"balance": fen, "usable": fen, "worth": fen}),
		"freight": fen, "amounts": amountsShape(), "+explanations": explanationsShape(), "+freightRule": text,
	})
}

func quoteShape() rule {
	return object(shape{
		"amounts": amountsShape(), "explanations": explanationsShape(), "+freightRule": text,
		"lines": some(object(shape{
			"skuId": identity, "price": fen, "count": identity, "amount": fen, "promotion": fen, "coupon": fen, "points": fen, "payable": fen,
			"+hasStock": boolean,
		})),
	})
}

func orderShape(timeline bool) rule {
	s := shape{
		"orderSn": orderSn, "status": oneOf("pending_payment", "paid", "shipped", "completed", "closed", "after_sale"),
		"createdAt": moment, "expiresAt": moment, "paidAt?": moment, "shippedAt?": moment, "receivedAt?": moment, "closedAt?": moment,
		"closeReason?": filled, "address": object(shape{
			"+id": fen, "name": filled, "phone": filled, "province": filled, "city": filled, "region": filled, "detail": filled, "postCode?": text,
			"+isDefault": boolean,
		}),
		"items": some(object(shape{
			"skuId": identity, "title": filled, "image": picture, "attrs": list(filled), "price": fen, "count": identity, "amount": fen, "payable": fen,
		})),
		"amounts":   amountsShape(),
		"payment":   object(shape{"channel?": filled, "tradeNo?": filled, "status": filled}),
		"delivery?": object(shape{"company": filled, "trackingNo": filled}), "note?": text,
		"invoice?": object(shape{"type": oneOf("personal", "company"), "title?": filled, "taxNo?": filled}),
	}
	if timeline {
		s["timeline"] = some(object(shape{"at": moment, "event": filled, "by": filled, "note": text}))
	} else {
		s["timeline?"] = list(object(shape{"at": moment, "event": filled, "by": filled, "note": text}))
	}
	return object(s)
}

func paymentShape() rule {
	return object(shape{
		"status": oneOf("unpaid", "paid", "closed", "refunding", "refunded"), "amount": fen, "tradeNo?": filled, "expiresAt": moment,
		"channels": some(object(shape{"id": filled, "name": filled, "enabled": boolean})),
		"refunds":  list(object(shape{"refundSn": filled, "amount": fen, "status": filled, "reason": filled, "at": moment})),
	})
}

func memberCouponShape() rule {
	return object(shape{
		"id": identity, "couponId": identity, "name": filled, "amount": fen, "state": oneOf("unused", "locked", "used", "expired"), "validUntil": moment,
		"+minPoint": fen, "+scope": filled, "+scopeIds": list(identity), "+scopeNames": list(filled), "+validFrom": moment, "+orderSn": orderSn, "+note": text,
	})
}
