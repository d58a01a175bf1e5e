package product

import (
	"context"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/paging"
)

// Publishing is the desk where products are published, changed, put up and taken down.
type Publishing struct {
	store     PublishStore
	templates Templates
	coupon    Promoter
	members   Members
	stock     Stock
	catalogue Follower
	log       *slog.Logger
	now       func() time.Time
}

// Follower hears what has changed, and answers when it knows.
type Follower interface {
	SkusChanged(ctx context.Context, ids []int64, onlySales bool) error
}

// Templates tells what is filled in for goods of a category.
type Templates interface {
	Template(ctx context.Context, categoryID int64) (Template, error)
}

// NewPublishing makes the desk.
func NewPublishing(
	store PublishStore, templates Templates, coupon Promoter, members Members, stock Stock, catalogue Follower, log *slog.Logger, now func() time.Time,
) *Publishing {
	return &Publishing{store, templates, coupon, members, stock, catalogue, log, now}
}

// List lists products, the newest first.
func (p *Publishing) List(ctx context.Context, q SPUQuery) ([]SPURow, int64, error) {
	return p.store.SPUs(ctx, q)
}

// Find reads a product.
func (p *Publishing) Find(ctx context.Context, id int64) (Published, error) {
	return p.store.Published(ctx, id)
}

// Terms reads what can be said of goods of a category; none of one that is no category of level 3.
func (p *Publishing) Terms(ctx context.Context, categoryID int64) (Terms, error) {
	path, err := p.store.CategoryPath(ctx, categoryID)
	if err != nil || len(path) == 0 {
		return Terms{}, err
	}
	template, err := p.templates.Template(ctx, categoryID)
	return Terms{Path: path, Template: template}, err
}

// Brands lists all brands.
func (p *Publishing) Brands(ctx context.Context) ([]Named, error) { return p.store.Brands(ctx) }

// Levels lists the levels that member prices may be for.
func (p *Publishing) Levels(ctx context.Context) ([]Level, error) { return p.members.Levels(ctx) }

// Rules reads what makes a product cheaper now.
func (p *Publishing) Rules(ctx context.Context, spuID int64) (couponapi.SpuRules, error) {
	return p.coupon.Rules(ctx, spuID)
}

// Stock tells how many pieces of SKUs can be bought.
func (p *Publishing) Stock(ctx context.Context, ids []int64) (map[int64]int64, error) {
	return p.stock.Available(ctx, ids)
}

// maxKey bounds a caller's own key.
const maxKey = 60

// Publish publishes a product. The same key again answers what there is.
func (p *Publishing) Publish(ctx context.Context, what productapi.Publication, by adminapi.By) (Published, error) {
	if utf8.RuneCountInString(what.Key) > maxKey {
		return Published{}, apperr.ErrInvalid.WithField("key", "too_long")
	}
	return p.save(ctx, Saving{Key: "staff:" + what.Key, Publication: what}, by)
}

// Change changes the version of a product that was seen.
func (p *Publishing) Change(ctx context.Context, id int64, what productapi.Publication, by adminapi.By) (Published, error) {
	return p.save(ctx, Saving{ID: id, Publication: what}, by)
}

// save judges and saves, and passes on at once what coupon is to know: what cannot be passed on now waits for Deliver.
func (p *Publishing) save(ctx context.Context, s Saving, by adminapi.By) (Published, error) {
	s.Publication = Tidy(s.Publication)
	var before *Published
	if s.ID != 0 {
		present, err := p.store.Published(ctx, s.ID)
		if err != nil {
			return Published{}, err
		}
		if s.Version != present.Version {
			return Published{}, ErrEditedMeantime
		}
		before, s.Status = &present, present.Status
	}
	var err error
	if s.Terms, err = p.Terms(ctx, s.CategoryID); err != nil {
		return Published{}, err
	}
	if err := CheckPublication(s.Publication, s.Terms, before); err != nil {
		return Published{}, err
	}
	id, err := p.store.SaveSPU(ctx, s, by)
	if err != nil {
		return Published{}, err
	}
	if err := p.Deliver(ctx); err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "promotions not passed on, trying again", slog.Int64("spu_id", id), slog.Any("error", err))
	}
	return p.tell(ctx, id)
}

// tell reads a product that has changed, and lets this instance follow before it answers; the others hear the event.
func (p *Publishing) tell(ctx context.Context, id int64) (Published, error) {
	saved, err := p.store.Published(ctx, id)
	if err != nil {
		return saved, err
	}
	if err := p.catalogue.SkusChanged(ctx, saved.SkuIDs(), false); err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "catalogue follows later", slog.Int64("spu_id", id), slog.Any("error", err))
	}
	return saved, nil
}

// Up puts a product up for sale; one that lacks something is refused with what that is, one that is up already stays as it is.
func (p *Publishing) Up(ctx context.Context, id int64, by adminapi.By) (Published, error) {
	if _, err := p.store.Shelve(ctx, id, SPUUp, Complete, by); err != nil {
		return Published{}, err
	}
	return p.tell(ctx, id)
}

// Down takes a product off the shelves. Carts say so; orders are not touched.
func (p *Publishing) Down(ctx context.Context, id int64, by adminapi.By) (Published, error) {
	if _, err := p.store.Shelve(ctx, id, SPUDown, func(Published) error { return nil }, by); err != nil {
		return Published{}, err
	}
	return p.tell(ctx, id)
}

// SKU reads one SKU.
func (p *Publishing) SKU(ctx context.Context, id int64) (EditedSKU, error) {
	return p.store.EditedSKU(ctx, id)
}

// EditSKU changes the version of a SKU that was seen.
func (p *Publishing) EditSKU(ctx context.Context, id int64, edit productapi.SkuEdit, by adminapi.By) (EditedSKU, error) {
	present, err := p.store.EditedSKU(ctx, id)
	if err != nil {
		return EditedSKU{}, err
	}
	if err := checkEdit(&edit, present); err != nil {
		return EditedSKU{}, err
	}
	if err := p.store.EditSKU(ctx, id, edit, present.Status, by); err != nil {
		return EditedSKU{}, err
	}
	if err := p.catalogue.SkusChanged(ctx, []int64{id}, false); err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "catalogue follows later", slog.Int64("sku_id", id), slog.Any("error", err))
	}
	return p.store.EditedSKU(ctx, id)
}

// checkEdit judges a change of a SKU: one that is for sale keeps a picture.
func checkEdit(edit *productapi.SkuEdit, present EditedSKU) error {
	var f faults
	if edit.Title != nil {
		*edit.Title = strings.TrimSpace(*edit.Title)
		f.text(*edit.Title, maxTitle, true, "title")
	}
	if edit.Subtitle != nil {
		*edit.Subtitle = strings.TrimSpace(*edit.Subtitle)
		f.text(*edit.Subtitle, maxSubtitle, false, "subtitle")
	}
	if edit.Price != nil {
		f.within(int64(*edit.Price), 1, int64(maxPrice), "price")
	}
	if edit.Weight != nil {
		f.within(*edit.Weight, 0, MaxWeight, "weight")
	}
	images, onSale := present.Images, present.OnSale
	if edit.Images != nil {
		images = *edit.Images
		f.pictures(images, MaxSKUImages, "images")
	}
	if edit.OnSale != nil {
		onSale = *edit.OnSale
	}
	if present.Status == SPUUp && onSale && len(images) == 0 {
		f.add("picture_missing", "images")
	}
	return f.done()
}

// Drafts lists what is being worked on.
func (p *Publishing) Drafts(ctx context.Context, page paging.Page) ([]Draft, int64, error) {
	return p.store.Drafts(ctx, page)
}
