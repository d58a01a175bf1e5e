-- +goose Up
-- Coupons are listed by when their claiming ends, too.
ALTER TABLE sms_coupon ADD KEY idx_claim_until (enable_end_time, id);
