package httpapi

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/coupon"
)

// Office is what the back office's calls need of the coupon desk.
type Office interface {
	List(ctx context.Context, q coupon.KeptQuery) ([]coupon.Kept, int64, error)
	Kept(ctx context.Context, id int64) (coupon.Kept, error)
	Add(ctx context.Context, t coupon.Template, by adminapi.By) (coupon.Kept, error)
	Change(ctx context.Context, t coupon.Template, version int64, by adminapi.By) (coupon.Kept, error)
	Publish(ctx context.Context, id int64, by adminapi.By) (coupon.Kept, error)
	Withdraw(ctx context.Context, id int64, void bool, by adminapi.By) (coupon.Kept, int64, error)
	Grant(ctx context.Context, g coupon.Grant, by adminapi.By) ([]couponapi.GrantResult, error)
	MakeCodes(ctx context.Context, id, count int64, key string, by adminapi.By) ([]string, error)
	Codes(ctx context.Context, id int64, used *bool, page paging.Page) ([]coupon.Code, int64, error)
	Claims(ctx context.Context, q coupon.ClaimQuery) ([]coupon.Held, int64, error)
	Doubts(ctx context.Context, t coupon.Template) ([]couponapi.Rule, error)
	Preview(ctx context.Context, t coupon.Template, counts map[int64]int64, levelID int64) (coupon.Previewed, error)
	Summary(ctx context.Context) (couponapi.Summary, error)
	Now() time.Time
}

var _ Office = (*coupon.Office)(nil)

// OfficeRoutes adds the back office's calls about coupons, and what the dashboard asks for.
func OfficeRoutes(r gin.IRouter, desk Office, edge *server.Edge, decode *server.Decoder) {
	o := office{desk, decode}
	guarded := func(p adminapi.Permission, h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(p, h)) }
	one := couponapi.PathOfficeCoupons + "/:id"
	r.GET(couponapi.PathOfficeCoupons, guarded(adminapi.CouponRead, o.list))
	r.POST(couponapi.PathOfficeCoupons, guarded(adminapi.CouponWrite, o.add))
	r.POST(couponapi.PathOfficeCoupons+couponapi.PartPreview, guarded(adminapi.CouponRead, o.preview))
	r.GET(one, guarded(adminapi.CouponRead, o.one))
	r.PUT(one, guarded(adminapi.CouponWrite, o.change))
	r.POST(one+couponapi.PartPublish, guarded(adminapi.CouponWrite, o.publish))
	r.POST(one+couponapi.PartWithdraw, guarded(adminapi.CouponWrite, o.withdraw))
	r.POST(one+couponapi.PartGrant, guarded(adminapi.CouponWrite, o.grant))
	r.GET(one+couponapi.PartCodes, guarded(adminapi.CouponWrite, o.codes)) // whoever sees a code can give it away
	r.POST(one+couponapi.PartCodes, guarded(adminapi.CouponWrite, o.makeCodes))
	r.GET(couponapi.PathClaims, guarded(adminapi.CouponRead, o.claims))
	r.GET(couponapi.PathSummary, edge.JSON(o.summary))
}

type office struct {
	desk   Office
	decode *server.Decoder
}

func (o office) coupon(k coupon.Kept, doubts []couponapi.Rule) couponapi.Coupon {
	if doubts == nil {
		doubts = []couponapi.Rule{}
	}
	return couponapi.Coupon{
		ID: k.ID, State: k.Stage(o.desk.Now()), Version: k.Version, CreatedAt: k.CreatedAt, CodesMade: k.Codes, Terms: k.Terms(), WithdrawnAt: k.WithdrawnAt, Warnings: doubts,
		Stats: couponapi.Stats{Claimed: k.Claimed, Used: k.Stats.Used, Locked: k.Stats.Locked, Expired: k.Stats.Expired, Voided: k.Stats.Voided, Discount: k.Stats.Discount},
	}
}

func (o office) list(c *gin.Context) error {
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	q := coupon.KeptQuery{Stage: c.Query("state"), Name: c.Query("name"), Page: page}
	switch q.Stage {
	case "", couponapi.CouponDraft, couponapi.CouponPublished, couponapi.CouponWithdrawn, couponapi.CouponEnded:
	default:
		return apperr.ErrInvalid.WithField("state", "unknown")
	}
	if kind := c.Query("kind"); kind != "" {
		t, known := coupon.TypeOf(couponapi.Kind(kind))
		if !known {
			return apperr.ErrInvalid.WithField("kind", "unknown")
		}
		q.Type = &t
	}
	name, down := strings.CutPrefix(c.Query("sort"), "-")
	if name != "" && !slices.Contains(coupon.Sorts(), coupon.Sort(name)) {
		return apperr.ErrInvalid.WithField("sort", "unknown")
	}
	q.Sort, q.Down = coupon.Sort(name), down
	found, total, err := o.desk.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(found, total, page, func(k coupon.Kept) couponapi.Coupon { return o.coupon(k, nil) }))
	return nil
}

// show answers with a coupon and what is doubtful about it.
func (o office) show(c *gin.Context, status int, k coupon.Kept) error {
	doubts, err := o.desk.Doubts(c.Request.Context(), k.Template)
	if err != nil {
		return err
	}
	c.JSON(status, o.coupon(k, doubts))
	return nil
}

func (o office) one(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return coupon.ErrNotFound
	}
	k, err := o.desk.Kept(c.Request.Context(), id)
	if err != nil {
		return err
	}
	return o.show(c, http.StatusOK, k)
}

func (o office) add(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in couponapi.NewCoupon
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	k, err := o.desk.Add(c.Request.Context(), coupon.TemplateOf(in.Terms), who)
	if err != nil {
		return err
	}
	return o.show(c, http.StatusCreated, k)
}

// acting reads who changes which coupon.
func acting(c *gin.Context) (who adminapi.By, id int64, err error) {
	if who, err = staff.By(c); err != nil {
		return who, 0, err
	}
	if id, err = server.ID(c, "id"); err != nil {
		return who, 0, coupon.ErrNotFound
	}
	return who, id, nil
}

func (o office) change(c *gin.Context) error {
	who, id, err := acting(c)
	if err != nil {
		return err
	}
	var in couponapi.NewCoupon
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	t := coupon.TemplateOf(in.Terms)
	t.ID = id
	k, err := o.desk.Change(c.Request.Context(), t, in.Version, who)
	if err != nil {
		return err
	}
	return o.show(c, http.StatusOK, k)
}

func (o office) publish(c *gin.Context) error {
	who, id, err := acting(c)
	if err != nil {
		return err
	}
	k, err := o.desk.Publish(c.Request.Context(), id, who)
	if err != nil {
		return err
	}
	return o.show(c, http.StatusOK, k)
}

func (o office) withdraw(c *gin.Context) error {
	who, id, err := acting(c)
	if err != nil {
		return err
	}
	var in couponapi.Withdrawal
	if c.Request.ContentLength != 0 {
		if err := o.decode.JSON(c, &in); err != nil {
			return err
		}
	}
	k, voided, err := o.desk.Withdraw(c.Request.Context(), id, in.Void, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, couponapi.Withdrawn{Coupon: o.coupon(k, nil), VoidedNow: voided})
	return nil
}

func (o office) grant(c *gin.Context) error {
	who, id, err := acting(c)
	if err != nil {
		return err
	}
	var in couponapi.Grant
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	if in.Key == "" {
		in.Key = uuid.NewString()
	}
	results, err := o.desk.Grant(c.Request.Context(), coupon.Grant{CouponID: id, MemberIDs: in.MemberIDs, Key: in.Key}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, couponapi.Granted{Results: results})
	return nil
}

func (o office) preview(c *gin.Context) error {
	var in couponapi.Preview
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	t := coupon.TemplateOf(in.Coupon)
	if err := t.Check(); err != nil {
		return err
	}
	counts := make(map[int64]int64, len(in.Lines))
	for _, l := range in.Lines {
		counts[l.SkuID] += l.Count
	}
	shown, err := o.desk.Preview(c.Request.Context(), t, counts, in.LevelID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, couponapi.Previewed{Quote: quoteOf(shown.Quote), Reason: shown.Reason})
	return nil
}

func (o office) summary(c *gin.Context) error {
	s, err := o.desk.Summary(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s)
	return nil
}
