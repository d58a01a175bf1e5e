package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/staff"
	"gulimall/services/coupon"
	"gulimall/web/page"
)

// mostGranted is to how many members a coupon is given with one form.
const mostGranted = 5000

// grantable says whether a coupon can be given to members now.
func grantable(k coupon.Kept, now time.Time) bool {
	return k.Published && k.Type != coupon.ForCode && now.Before(k.ValidUntil)
}

// grant shows how giving a coupon to members would go for each, and, when that comes back, gives it: to all at once, or to a part of them
// that a script sends at a time.
func (o office) grant(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	k, err := o.kept(c)
	if err != nil {
		return err
	}
	key, do := sent(c, "key"), c.PostForm("step") == "do"
	refuse := func(err error) error {
		return o.refuse(c, k, err, func(shown *page.AdminCoupon) { shown.Members, shown.Key = c.PostForm("memberIds"), key })
	}
	ids, err := membersOf(c.PostForm("memberIds"))
	if err != nil {
		return refuse(err)
	}
	if key == "" {
		key = uuid.NewString()
	}
	var results []couponapi.GrantResult
	if do {
		for some := range slices.Chunk(ids, coupon.MostGranted) {
			went, err := o.desk.Grant(c.Request.Context(), coupon.Grant{CouponID: k.ID, MemberIDs: some, Key: partKey(key, some)}, who)
			if err != nil {
				return refuse(err)
			}
			results = append(results, went...)
		}
	} else if results, err = o.desk.TryGrant(c.Request.Context(), coupon.Grant{CouponID: k.ID, MemberIDs: ids}); err != nil {
		return refuse(err)
	}
	return o.showGrant(c, k, results, key, do)
}

func (o office) showGrant(c *gin.Context, k coupon.Kept, results []couponapi.GrantResult, key string, done bool) error {
	shown := page.AdminCouponGrant{AdminBase: o.frame.Base(c, o.frame.Words(c).T("promo.give_title", "Name", k.Name), "coupons"), AdminCouponRow: o.row(c, k), Key: key, Done: done}
	shown.Here = "/coupon/coupon.html?id=" + number(k.ID)
	var right []string
	for _, r := range results {
		shown.Results = append(shown.Results, page.AdminGrant(r))
		if r.Result == couponapi.GrantOK {
			right = append(right, number(r.MemberID))
		}
	}
	shown.OK, shown.Refused = len(right), len(results)-len(right)
	if !done {
		shown.Sent = strings.Join(right, "\n")
	}
	return o.frame.Show(c, http.StatusOK, "admincoupongrant", shown)
}

// membersOf reads the numbers of members as people write them: one a line, or with commas or spaces between. Each counts once.
func membersOf(text string) ([]int64, error) {
	var ids []int64
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,，、;；", r) }) {
		id := whole(one)
		if id < 1 {
			return nil, apperr.ErrInvalid.WithField("memberIds", "invalid")
		}
		ids = append(ids, id)
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	switch {
	case len(ids) == 0:
		return nil, apperr.ErrInvalid.WithField("memberIds", "required")
	case len(ids) > mostGranted:
		return nil, apperr.ErrInvalid.WithField("memberIds", "too_many")
	}
	return ids, nil
}

// partKey is what some of the members of a form are given a coupon under: the same members of the same form get it once, however often and
// with whatever others they are sent.
func partKey(key string, ids []int64) string {
	sum := sha256.Sum256(fmt.Append([]byte(key), ids))
	return hex.EncodeToString(sum[:16])
}
