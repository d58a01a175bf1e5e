-- Promotions that coupon refuses are not told again by themselves: they wait, with the reason, for somebody to correct them.
-- +goose Up
ALTER TABLE pms_spu_rules
  MODIFY COLUMN trouble TEXT NOT NULL DEFAULT '' COMMENT 'why coupon has not taken them: as JSON where it refused them',
  ADD COLUMN refused TINYINT NOT NULL DEFAULT 0,
  ADD KEY idx_refused_next (refused, next_at),
  DROP KEY idx_next,
  ADD CONSTRAINT rules_refused CHECK (refused IN (0, 1));
